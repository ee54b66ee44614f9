"""Factories of the models that all apps share; they fill required fields only."""

import factory
from django.contrib.auth.models import Group

from civic.models import Branch, District, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for name in extracted or ():
            # A live server's test empties the tables, the roles of the migration too.
            self.groups.add(Group.objects.get_or_create(name=name)[0])


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District

    code = factory.Sequence(lambda n: f"district-{n}")
    name_en = factory.Sequence(lambda n: f"District {n}")
    name_fa = factory.Sequence(lambda n: f"ناحیهٔ {n}")


class BranchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Branch

    code = factory.Sequence(lambda n: f"branch-{n}")
    name_en = factory.Sequence(lambda n: f"Branch {n}")
    name_fa = factory.Sequence(lambda n: f"شعبهٔ {n}")
    district = factory.SubFactory(DistrictFactory)
