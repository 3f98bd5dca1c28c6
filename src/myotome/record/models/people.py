"""Clinics, the people who sign in, patients by name, and their visits: nothing clinical."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from myotome.record.roles import LABELS, Role
from myotome.words.case import Setting, Sex


class Clinic(models.Model):
    """One clinic; its setting decides the base rates of its patients."""

    name = models.CharField(max_length=120, unique=True)
    setting = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in Setting], default=Setting.CLINIC.value
    )

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str, **fields: Any) -> User:
        """A new user; the password is stored as an Argon2 hash."""
        user = self.model(username=username.strip().casefold(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who signs in. ``clinic`` is where they work; it is empty for nobody but patients."""

    username = models.CharField(max_length=150, unique=True)
    full_name = models.CharField(max_length=150)
    role = models.CharField(max_length=20, choices=[(role.value, LABELS[role]) for role in Role])
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    is_active = models.BooleanField(default=True)

    objects = Users()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("full_name", "role")

    def __str__(self) -> str:
        return f"{self.full_name} ({LABELS[Role(self.role)].lower()})"

    @property
    def is_staff_role(self) -> bool:
        """True for everyone who works here."""
        return self.role != Role.PATIENT


class Patient(models.Model):
    """Who a record is about. ``ref`` stands in addresses; ``account`` is the patient's own login, where there is one."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients")
    account = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True, related_name="own_record")
    number = models.CharField(max_length=20, unique=True)
    """The clinic's own number for the patient."""
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    born_on = models.DateField()
    sex = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Sex], default=Sex.UNKNOWN.value)
    phone = models.CharField(max_length=40, blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["clinic", "family_name", "given_name"], name="patient_by_name"),)

    def __str__(self) -> str:
        return f"{self.family_name}, {self.given_name}"
