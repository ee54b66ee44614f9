"""Models of organizing: cohorts, initiatives, organizations, volunteers."""
