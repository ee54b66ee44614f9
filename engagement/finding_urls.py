from django.urls import path

from engagement.views import composer, findings

urlpatterns = [
    path(
        "<int:pk>/findings/new/",
        findings.FindingCreateView.as_view(),
        name="finding-create",
    ),
    path("<int:pk>/findings/begin/", findings.finding_begin, name="finding-begin"),
    path("<int:pk>/findings/merged/", findings.merged_follow, name="finding-merged"),
    path(
        "<int:pk>/findings/<int:part>/",
        findings.FindingUpdateView.as_view(),
        name="finding-update",
    ),
    path(
        "<int:pk>/findings/<int:part>/remove/",
        findings.FindingDeleteView.as_view(),
        name="finding-delete",
    ),
    path(
        "<int:pk>/findings/<int:part>/move/",
        composer.part_move,
        {"parts": "findings"},
        name="finding-move",
    ),
    path(
        "<int:pk>/findings/<int:part>/evidence/",
        findings.FindingEvidenceView.as_view(),
        name="finding-evidence",
    ),
    path(
        "<int:pk>/findings/<int:part>/evidence/count/",
        findings.evidence_count,
        name="finding-evidence-count",
    ),
    path(
        "<int:pk>/findings/<int:part>/evidence/<int:row>/remove/",
        findings.evidence_remove,
        name="finding-evidence-remove",
    ),
]
