"""Where residents can meet the library: the list of events and each one's page."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView

from engagement.forms.events import EventFilterForm
from engagement.models import OutreachEvent
from engagement.reach import reach_of


@method_decorator(login_not_required, name="dispatch")
class OutreachEventListView(ListView):
    """What is coming in full, then what was, page by page."""

    template_name = "engagement/outreachevent_list.html"
    context_object_name = "past_events"
    paginate_by = 24

    @cached_property
    def form(self) -> EventFilterForm:
        return EventFilterForm(self.request.GET)

    def get_queryset(self):
        past = OutreachEvent.objects.public().past()
        return self.form.applied_to(past.select_related("district"))

    def get_context_data(self, **kwargs):
        upcoming = OutreachEvent.objects.public().upcoming()
        return super().get_context_data(
            form=self.form,
            upcoming_events=self.form.applied_to(upcoming.select_related("district")),
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class OutreachEventDetailView(DetailView):
    template_name = "engagement/outreachevent_detail.html"

    def get_queryset(self):
        return OutreachEvent.objects.visible_to(self.request.user).with_places()

    def get_context_data(self, **kwargs):
        is_held = self.object.status == OutreachEvent.Status.HELD
        reach = reach_of(self.object) if is_held else []
        return super().get_context_data(event=self.object, reach=reach, **kwargs)
