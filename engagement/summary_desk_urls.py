"""Addresses of the composer, under /desk/summaries/."""

from django.urls import include, path

from engagement import finding_urls, publication_urls
from engagement.views import (
    composer,
    proposals,
    summary_parts,
)

urlpatterns = [
    path("", include(publication_urls)),
    path(
        "",
        composer.DeskSummaryListView.as_view(),
        name="desk-summary-list",
    ),
    path(
        "new/",
        composer.SummaryCreateView.as_view(),
        name="summary-create",
    ),
    path(
        "<int:pk>/",
        composer.DeskSummaryDetailView.as_view(),
        name="desk-summary-detail",
    ),
    path(
        "<int:pk>/period/",
        composer.SummaryPeriodView.as_view(),
        name="summary-period",
    ),
    path(
        "<int:pk>/introduction/",
        composer.SummaryIntroductionView.as_view(),
        name="summary-introduction",
    ),
    path(
        "<int:pk>/sections/new/",
        summary_parts.SectionCreateView.as_view(),
        name="section-create",
    ),
    path(
        "<int:pk>/sections/<int:part>/",
        summary_parts.SectionUpdateView.as_view(),
        name="section-update",
    ),
    path(
        "<int:pk>/sections/<int:part>/remove/",
        summary_parts.SectionDeleteView.as_view(),
        name="section-delete",
    ),
    path(
        "<int:pk>/quotations/",
        summary_parts.QuotableListView.as_view(),
        name="quotable-list",
    ),
    path(
        "<int:pk>/quotations/new/<int:conversation>/",
        summary_parts.QuotationCreateView.as_view(),
        name="quotation-create",
    ),
    path(
        "<int:pk>/quotations/<int:part>/",
        summary_parts.QuotationUpdateView.as_view(),
        name="quotation-update",
    ),
    path(
        "<int:pk>/quotations/<int:part>/remove/",
        summary_parts.QuotationDeleteView.as_view(),
        name="quotation-delete",
    ),
    path(
        "<int:pk>/commitments/new/",
        summary_parts.CommitmentCreateView.as_view(),
        name="commitment-create",
    ),
    path(
        "<int:pk>/commitments/<int:part>/",
        summary_parts.CommitmentEditView.as_view(),
        name="commitment-edit",
    ),
    path(
        "<int:pk>/commitments/<int:part>/remove/",
        summary_parts.CommitmentDeleteView.as_view(),
        name="commitment-delete",
    ),
    path(
        "<int:pk>/commitments/<int:part>/report/",
        summary_parts.CommitmentReportView.as_view(),
        name="commitment-report",
    ),
    path(
        "<int:pk>/sections/<int:part>/move/",
        composer.part_move,
        {"parts": "sections"},
        name="section-move",
    ),
    path(
        "<int:pk>/quotations/<int:part>/move/",
        composer.part_move,
        {"parts": "quotations"},
        name="quotation-move",
    ),
    path(
        "<int:pk>/commitments/<int:part>/move/",
        composer.part_move,
        {"parts": "commitments"},
        name="commitment-move",
    ),
    path("", include(finding_urls)),
    path(
        "<int:pk>/sentences/take/",
        proposals.sentence_take,
        name="sentence-take",
    ),
    path(
        "<int:pk>/quotations/take/",
        proposals.quotation_take,
        name="quotation-take",
    ),
    path(
        "<int:pk>/leave-out/",
        proposals.proposal_leave_out,
        name="proposal-leave-out",
    ),
    path(
        "sections/",
        summary_parts.OwnSectionListView.as_view(),
        name="own-section-list",
    ),
]
