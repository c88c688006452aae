"""Organizations of the tests' own, beside the one that `up` makes."""
import uuid


class Organizations:
    def __init__(self, admin):
        self._admin = admin

    def new(self, **members):
        """Its `apiKey.secret` is an admin's key; requests are not limited unless `members` say so."""
        body = {"name": f"Organization {uuid.uuid4().hex[:12]}", "country": "MA",
                "timezone": "Africa/Casablanca", "currency": "MAD", "withApiKey": True,
                "requestsPerSecond": 1000, "writesPerSecond": 1000}
        body.update(members)
        return self._admin.post("/admin/organizations",
                                {name: it for name, it in body.items() if it is not None})
