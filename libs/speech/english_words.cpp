#include "speech/lexicon.hpp"

#include <array>

// The words of English.
namespace hatif::speech {

namespace {

constexpr std::array words{
    // clang-format off
    // Numbers
    Entry{"0", "zero"}, Entry{"1", "one"}, Entry{"2", "two"}, Entry{"3", "three"}, Entry{"4", "four"},
    Entry{"5", "five"}, Entry{"6", "six"}, Entry{"7", "seven"}, Entry{"8", "eight"}, Entry{"9", "nine"},
    Entry{"10", "ten"}, Entry{"11", "eleven"}, Entry{"12", "twelve"}, Entry{"13", "thirteen"}, Entry{"14", "fourteen"},
    Entry{"15", "fifteen"}, Entry{"16", "sixteen"}, Entry{"17", "seventeen"}, Entry{"18", "eighteen"}, Entry{"19", "nineteen"},
    Entry{"20", "twenty"}, Entry{"30", "thirty"}, Entry{"40", "forty"}, Entry{"50", "fifty"},
    Entry{"60", "sixty"}, Entry{"70", "seventy"}, Entry{"80", "eighty"}, Entry{"90", "ninety"},
    Entry{"100", "one hundred"}, Entry{"200", "two hundred"}, Entry{"300", "three hundred"},
    Entry{"400", "four hundred"}, Entry{"500", "five hundred"}, Entry{"600", "six hundred"},
    Entry{"700", "seven hundred"}, Entry{"800", "eight hundred"}, Entry{"900", "nine hundred"},
    Entry{"thousand", "thousand"}, Entry{"million", "million"}, Entry{"billion", "billion"}, Entry{"hundred", "hundred"}, Entry{"oh", "oh"},
    Entry{"and", "and"}, Entry{"minus", "minus"}, Entry{"point", "point"}, Entry{"plus", "plus"}, Entry{"star", "star"}, Entry{"hash", "hash"},
    // Ordinals
    Entry{"1_ordinal", "first"}, Entry{"2_ordinal", "second"}, Entry{"3_ordinal", "third"},
    Entry{"4_ordinal", "fourth"}, Entry{"5_ordinal", "fifth"}, Entry{"6_ordinal", "sixth"},
    Entry{"7_ordinal", "seventh"}, Entry{"8_ordinal", "eighth"}, Entry{"9_ordinal", "ninth"},
    Entry{"10_ordinal", "tenth"}, Entry{"11_ordinal", "eleventh"}, Entry{"12_ordinal", "twelfth"},
    Entry{"13_ordinal", "thirteenth"}, Entry{"14_ordinal", "fourteenth"}, Entry{"15_ordinal", "fifteenth"},
    Entry{"16_ordinal", "sixteenth"}, Entry{"17_ordinal", "seventeenth"}, Entry{"18_ordinal", "eighteenth"},
    Entry{"19_ordinal", "nineteenth"},
    Entry{"20_ordinal", "twentieth"}, Entry{"30_ordinal", "thirtieth"}, Entry{"40_ordinal", "fortieth"},
    Entry{"50_ordinal", "fiftieth"}, Entry{"60_ordinal", "sixtieth"}, Entry{"70_ordinal", "seventieth"},
    Entry{"80_ordinal", "eightieth"}, Entry{"90_ordinal", "ninetieth"},
    Entry{"100_ordinal", "one hundredth"}, Entry{"200_ordinal", "two hundredth"},
    Entry{"300_ordinal", "three hundredth"}, Entry{"400_ordinal", "four hundredth"},
    Entry{"500_ordinal", "five hundredth"}, Entry{"600_ordinal", "six hundredth"},
    Entry{"700_ordinal", "seven hundredth"}, Entry{"800_ordinal", "eight hundredth"},
    Entry{"900_ordinal", "nine hundredth"},
    Entry{"thousand_ordinal", "thousandth"}, Entry{"million_ordinal", "millionth"}, Entry{"billion_ordinal", "billionth"},
    // Dates and times
    Entry{"monday", "Monday"}, Entry{"tuesday", "Tuesday"}, Entry{"wednesday", "Wednesday"}, Entry{"thursday", "Thursday"},
    Entry{"friday", "Friday"}, Entry{"saturday", "Saturday"}, Entry{"sunday", "Sunday"},
    Entry{"january", "January"}, Entry{"february", "February"}, Entry{"march", "March"}, Entry{"april", "April"},
    Entry{"may", "May"}, Entry{"june", "June"}, Entry{"july", "July"}, Entry{"august", "August"},
    Entry{"september", "September"}, Entry{"october", "October"}, Entry{"november", "November"}, Entry{"december", "December"},
    Entry{"at", "at"}, Entry{"am", "a.m."}, Entry{"pm", "p.m."},
    // Coins
    Entry{"dirham", "dirham"}, Entry{"dirham_plural", "dirhams"},
    Entry{"centime", "centime"}, Entry{"centime_plural", "centimes"},
    Entry{"fils", "fils"}, Entry{"fils_plural", "fils"},
    Entry{"dinar", "dinar"}, Entry{"dinar_plural", "dinars"},
    Entry{"pound", "pound"}, Entry{"pound_plural", "pounds"},
    Entry{"piastre", "piastre"}, Entry{"piastre_plural", "piastres"},
    Entry{"euro", "euro"}, Entry{"euro_plural", "euros"},
    Entry{"cent", "cent"}, Entry{"cent_plural", "cents"},
    Entry{"penny", "penny"}, Entry{"penny_plural", "pence"},
    Entry{"riyal", "riyal"}, Entry{"riyal_plural", "riyals"},
    Entry{"halala", "halala"}, Entry{"halala_plural", "halalas"},
    Entry{"millime", "millime"}, Entry{"millime_plural", "millimes"},
    Entry{"dollar", "dollar"}, Entry{"dollar_plural", "dollars"},
    Entry{"franc", "franc"}, Entry{"franc_plural", "francs"},
    // clang-format on
};

} // namespace

const std::span<const Entry> english_words{words};

} // namespace hatif::speech
