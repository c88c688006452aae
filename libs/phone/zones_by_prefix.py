#!/usr/bin/env python3
"""Writes zones_by_prefix.txt: the time zones that a phone number may lie in, by its first digits.

    pip install phonenumbers regex
    libs/phone/zones_by_prefix.py > libs/phone/zones_by_prefix.txt

The facts are libphonenumber's (Apache License 2.0), as PyPI's `phonenumbers` carries them. As there,
what is bound to no place (mobile numbers of most countries, toll-free ones and their like) may lie in
any zone of its country.

It often names a zone of another country with the same standard time (Paris for Algeria, Canary for
Morocco), whose clocks are set on other days: here it is the country's own, by the IANA database.
Names that this has only as links get their present ones, and of zones that agree at every hour until
2037 one stands for all.
"""
import datetime
import functools
import sys
import zoneinfo

import phonenumbers
import regex
from phonenumbers.phonenumberutil import _GEO_MOBILE_COUNTRIES
from phonenumbers.tzdata import TIMEZONE_DATA

SYSTEM = "/usr/share/zoneinfo"
LONGEST = 8  # what is told apart behind is taken together
FINE = 6     # so far placeless numbers are told from their neighbours
PLACELESS = ("premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan",
             "voicemail")


CORRECTIONS = {"7845": ("Europe/Saratov",)}  # an hour ahead of Moscow since 2016
TIMEZONE_DATA.update(CORRECTIONS)
HOURS = [datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(hours=n)
         for n in range(0, 12 * 8766, 6)]


def countries_of_zones():
    """{"Africa/Casablanca": "MA", …} and {"MA": {"Africa/Casablanca"}, …}."""
    with open(f"{SYSTEM}/zone.tab") as lines:
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
    names, regions = {}, {}
    for region, _, name, *_ in rows:
        names[name.strip()] = region
        regions.setdefault(region, set()).add(name.strip())
    return names, regions


def links():
    with open(f"{SYSTEM}/tzdata.zi") as lines:
        words = [line.split() for line in lines if line.startswith("L ")]
    return {link: target for _, target, link in words}


PLACES, ZONES_OF_REGION = countries_of_zones()
ORDER = {name: place for place, name in enumerate(PLACES)}  # a country's largest first
LINKS = links()


def present_name(name):
    while name not in PLACES:
        name = LINKS[name]
    return name


@functools.cache
def offsets(name):
    zone = zoneinfo.ZoneInfo(name)
    return tuple(hour.astimezone(zone).utcoffset() for hour in HOURS)


def standard(name):
    return min(offsets(name)[:1461])  # of the first year


def at_home(name, regions):
    """The zones of these regions that are meant by the name of one of theirs or of another's."""
    if PLACES[name] in regions:
        return {name}
    theirs = set().union(*(ZONES_OF_REGION.get(region, set()) for region in regions))
    return {own for own in theirs if standard(own) == standard(name)} or theirs or {name}


def once(names, regions):
    """Of zones that agree the one of the main region, and the largest."""
    best = {}
    for name in sorted(names, key=lambda it: (PLACES[it] != regions[0], ORDER[it])):
        best.setdefault(offsets(name), name)
    return set(best.values())


class Country:
    """All regions of one country calling code."""

    def __init__(self, code):
        self.code = str(code)
        self.zones = found(self.code)
        self.regions = [phonenumbers.PhoneMetadata.metadata_for_region(region, None)
                        for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]]
        self.geo_mobile = code in _GEO_MOBILE_COUNTRIES

    def zones_of_region(self, region):
        theirs = ZONES_OF_REGION.get(region.id, self.zones)
        return (theirs & self.zones) or theirs

    def placeless(self, national):
        """The zones of those numbers with these first digits that are bound to no place."""
        found_zones = set()
        for region in self.regions:
            if region.leading_digits and not begins(region.leading_digits + r"\d*", national):
                continue
            kinds = [getattr(region, kind) for kind in PLACELESS]
            fixed, mobile = pattern(region.fixed_line), pattern(region.mobile)
            if not self.geo_mobile and mobile != fixed:
                kinds.append(region.mobile)
            if any(begins(pattern(kind), national) for kind in kinds):
                found_zones |= self.zones_of_region(region)
        return found_zones

    def placed(self, national):
        return any(begins(pattern(kind), national) for region in self.regions
                   for kind in ([region.fixed_line, region.mobile] if self.geo_mobile
                                else [region.fixed_line]))


def pattern(kind):
    return kind.national_number_pattern if kind else None


def begins(wanted, digits):
    return bool(wanted) and regex.fullmatch(wanted, digits, partial=True) is not None


def regions_of(digits):
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return next(codes[int(digits[:size])] for size in (1, 2, 3) if int(digits[:size]) in codes)


def found(digits):
    """What libphonenumber says of the longest prefix."""
    for size in range(len(digits), 0, -1):
        if digits[:size] in TIMEZONE_DATA:
            names = {present_name(name) for name in TIMEZONE_DATA[digits[:size]]}
            return set().union(*(at_home(name, regions_of(digits)) for name in names))
    return set()


def grow(country, prefix, table):
    """Adds what is to be said of numbers with this prefix, and of longer ones."""
    national = prefix[len(country.code):]
    placeless, placed = country.placeless(national), country.placed(national)
    longer = [known for known in TIMEZONE_DATA if known.startswith(prefix) and known != prefix]
    if placeless and not placed:
        table[prefix] = placeless
        return
    table[prefix] = found(prefix) | placeless
    if len(prefix) < (LONGEST if longer else FINE) and (longer or not placeless <= found(prefix)):
        for digit in "0123456789":
            grow(country, prefix + digit, table)
    elif len(prefix) == LONGEST:
        table[prefix] = table[prefix].union(*(found(known) for known in longer))


def without_repeats(table):
    kept = {}
    for prefix in sorted(table, key=len):
        above = next((kept[prefix[:size]] for size in range(len(prefix) - 1, 0, -1)
                      if prefix[:size] in kept), None)
        if table[prefix] != above:
            kept[prefix] = table[prefix]
    return kept


def main():
    table = {}
    for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        country = Country(code)
        if len(country.zones) == 1:
            table[country.code] = country.zones
        elif country.zones:
            grow(country, country.code, table)
            table[country.code] = country.zones
    by_zones = {}
    table = {prefix: once(zones, regions_of(prefix)) for prefix, zones in table.items()}
    for prefix, zones in without_repeats(table).items():
        by_zones.setdefault(",".join(sorted(zones)), []).append(prefix)
    print(f"# By {sys.argv[0].rsplit('/')[-1]} from phonenumbers {phonenumbers.__version__} "
          "(libphonenumber, Apache License 2.0).")
    for zones, prefixes in sorted(by_zones.items()):
        print(zones, *sorted(prefixes))


if __name__ == "__main__":
    main()
