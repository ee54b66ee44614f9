from civic.models.accounts import User
from civic.models.activity import Activity
from civic.models.editions import Edition
from civic.models.places import Branch, District
from civic.models.publications import PublishedTable

__all__ = ["Activity", "Branch", "District", "Edition", "PublishedTable", "User"]
