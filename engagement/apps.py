from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = _("Listening")

    def ready(self) -> None:
        # Models can be imported only now.
        from engagement.collector_names import names_by_events  # noqa: PLC0415
        from engagement.contributions import outcome_of  # noqa: PLC0415
        from surveys import naming, outcomes  # noqa: PLC0415

        naming.namers.append(names_by_events)
        outcomes.tellers.append(outcome_of)
