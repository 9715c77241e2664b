"""Why a what-if cannot answer: about the question, never about a broken program."""


class CannotPlanError(ValueError):
    """A plan cannot be made, for a reason that its sentence tells."""


class NoGiversError(CannotPlanError):
    """Nobody is bound to the payee as a giver, and nothing is pending to the payee."""
