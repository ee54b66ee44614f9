from django.urls import path

from engagement.views import composer, findings

urlpatterns = [
    path("new/", findings.FindingCreateView.as_view(), name="finding-create"),
    path("begin/", findings.finding_begin, name="finding-begin"),
    path("merged/", findings.merged_follow, name="finding-merged"),
    path("<int:part>/", findings.FindingUpdateView.as_view(), name="finding-update"),
    path(
        "<int:part>/remove/",
        findings.FindingDeleteView.as_view(),
        name="finding-delete",
    ),
    path(
        "<int:part>/move/",
        composer.part_move,
        {"parts": "findings"},
        name="finding-move",
    ),
    path(
        "<int:part>/evidence/",
        findings.FindingEvidenceView.as_view(),
        name="finding-evidence",
    ),
    path(
        "<int:part>/evidence/count/",
        findings.evidence_count,
        name="finding-evidence-count",
    ),
    path(
        "<int:part>/evidence/<int:row>/remove/",
        findings.evidence_remove,
        name="finding-evidence-remove",
    ),
]
