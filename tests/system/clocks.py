"""Hours of the day, chosen by what clocks show now, so that tests hold at any time."""
import datetime
import zoneinfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Whole hours from UTC, without summer time, and in one zone of their country each.
ZONES = ["Africa/Abidjan", "Africa/Lagos", "Africa/Maputo", "Africa/Nairobi", "Asia/Dubai",
         "Asia/Karachi", "Asia/Dhaka", "Asia/Bangkok", "Asia/Manila", "Asia/Tokyo",
         "Pacific/Guam", "Pacific/Noumea", "Pacific/Fiji"]


def now_in(zone):
    return datetime.datetime.now(zoneinfo.ZoneInfo(zone))


def at_noon():
    """The zones whose clocks show most nearly noon, and most nearly midnight."""
    from_noon = sorted(ZONES, key=lambda zone: abs(now_in(zone).hour - 12))
    return from_noon[0], from_noon[-1]


def around(place, before=2, after=2, **more):
    """Calling hours that are open now at the place, so many hours each way, whatever the day."""
    hour = now_in(place).hour
    hours = {"startAt": {"hour": (hour - before) % 24}, "endAt": {"hour": (hour + after) % 24}}
    return {**{day: [hours] for day in DAYS}, **more}


ALWAYS = {day: [{"startAt": {"hour": 0}, "endAt": {"hour": 23, "minute": 59}}] for day in DAYS}
