#include "speech/lexicon.hpp"

#include <array>

// The words of Arabic, vowelled but for their last vowel, as they are heard before a pause; of a
// tanwin the long a stays. Nominative, where a key does not name another case.
namespace hatif::speech {

namespace {

constexpr std::array words{
    // clang-format off
    // Numbers, as masculine nouns are counted
    Entry{"0", "صِفْر"}, Entry{"1", "وَاحِد"}, Entry{"2", "اِثْنَان"}, Entry{"3", "ثَلَاثَة"},
    Entry{"4", "أَرْبَعَة"}, Entry{"5", "خَمْسَة"}, Entry{"6", "سِتَّة"}, Entry{"7", "سَبْعَة"},
    Entry{"8", "ثَمَانِيَة"}, Entry{"9", "تِسْعَة"}, Entry{"10", "عَشَرَة"},
    Entry{"11", "أَحَدَ عَشَر"}, Entry{"12", "اِثْنَا عَشَر"}, Entry{"13", "ثَلَاثَةَ عَشَر"},
    Entry{"14", "أَرْبَعَةَ عَشَر"}, Entry{"15", "خَمْسَةَ عَشَر"}, Entry{"16", "سِتَّةَ عَشَر"},
    Entry{"17", "سَبْعَةَ عَشَر"}, Entry{"18", "ثَمَانِيَةَ عَشَر"}, Entry{"19", "تِسْعَةَ عَشَر"},
    Entry{"20", "عِشْرُون"}, Entry{"30", "ثَلَاثُون"}, Entry{"40", "أَرْبَعُون"}, Entry{"50", "خَمْسُون"},
    Entry{"60", "سِتُّون"}, Entry{"70", "سَبْعُون"}, Entry{"80", "ثَمَانُون"}, Entry{"90", "تِسْعُون"},
    Entry{"100", "مِئَة"}, Entry{"200", "مِئَتَان"}, Entry{"300", "ثَلَاثُمِئَة"},
    Entry{"400", "أَرْبَعُمِئَة"}, Entry{"500", "خَمْسُمِئَة"}, Entry{"600", "سِتُّمِئَة"},
    Entry{"700", "سَبْعُمِئَة"}, Entry{"800", "ثَمَانِمِئَة"}, Entry{"900", "تِسْعُمِئَة"},
    // As feminine nouns are
    Entry{"1_feminine", "وَاحِدَة"}, Entry{"2_feminine", "اِثْنَتَان"}, Entry{"3_feminine", "ثَلَاث"},
    Entry{"4_feminine", "أَرْبَع"}, Entry{"5_feminine", "خَمْس"}, Entry{"6_feminine", "سِتّ"},
    Entry{"7_feminine", "سَبْع"}, Entry{"8_feminine", "ثَمَانٍ"}, Entry{"9_feminine", "تِسْع"},
    Entry{"10_feminine", "عَشْر"}, Entry{"11_feminine", "إِحْدَى عَشْرَة"}, Entry{"12_feminine", "اِثْنَتَا عَشْرَة"},
    Entry{"13_feminine", "ثَلَاثَ عَشْرَة"}, Entry{"14_feminine", "أَرْبَعَ عَشْرَة"}, Entry{"15_feminine", "خَمْسَ عَشْرَة"},
    Entry{"16_feminine", "سِتَّ عَشْرَة"}, Entry{"17_feminine", "سَبْعَ عَشْرَة"}, Entry{"18_feminine", "ثَمَانِيَ عَشْرَة"},
    Entry{"19_feminine", "تِسْعَ عَشْرَة"},
    Entry{"1_feminine_joined", "إِحْدَى"}, Entry{"8_feminine_construct", "ثَمَانِي"}, Entry{"200_construct", "مِئَتَا"},
    // In the genitive
    Entry{"2_genitive", "اِثْنَيْن"}, Entry{"12_genitive", "اِثْنَيْ عَشَر"}, Entry{"200_genitive", "مِئَتَيْن"}, Entry{"200_construct_genitive", "مِئَتَيْ"},
    Entry{"20_genitive", "عِشْرِين"}, Entry{"30_genitive", "ثَلَاثِين"}, Entry{"40_genitive", "أَرْبَعِين"}, Entry{"50_genitive", "خَمْسِين"},
    Entry{"60_genitive", "سِتِّين"}, Entry{"70_genitive", "سَبْعِين"}, Entry{"80_genitive", "ثَمَانِين"}, Entry{"90_genitive", "تِسْعِين"},
    // Scales
    Entry{"thousand", "أَلْف"}, Entry{"thousand_plural", "آلَاف"}, Entry{"thousand_accusative", "أَلْفًا"},
    Entry{"thousand_dual", "أَلْفَان"}, Entry{"thousand_dual_construct", "أَلْفَا"}, Entry{"thousand_dual_genitive", "أَلْفَيْن"},
    Entry{"million", "مَلْيُون"}, Entry{"million_plural", "مَلَايِين"}, Entry{"million_accusative", "مَلْيُونًا"},
    Entry{"million_dual", "مَلْيُونَان"}, Entry{"million_dual_construct", "مَلْيُونَا"}, Entry{"million_dual_genitive", "مَلْيُونَيْن"},
    Entry{"billion", "مِلْيَار"}, Entry{"billion_plural", "مِلْيَارَات"}, Entry{"billion_accusative", "مِلْيَارًا"},
    Entry{"billion_dual", "مِلْيَارَان"}, Entry{"billion_dual_construct", "مِلْيَارَا"}, Entry{"billion_dual_genitive", "مِلْيَارَيْن"},
    // Between them
    Entry{"and", "وَ"}, Entry{"minus", "نَاقِص"}, Entry{"point", "فَاصِلَة"}, Entry{"after", "بَعْد"},
    Entry{"plus", "زَائِد"}, Entry{"star", "نَجْمَة"}, Entry{"hash", "مُرَبَّع"},
    // Ordinals
    Entry{"first", "الأَوَّل"},
    Entry{"1_ordinal", "الحَادِي"}, Entry{"2_ordinal", "الثَّانِي"}, Entry{"3_ordinal", "الثَّالِث"},
    Entry{"4_ordinal", "الرَّابِع"}, Entry{"5_ordinal", "الخَامِس"}, Entry{"6_ordinal", "السَّادِس"},
    Entry{"7_ordinal", "السَّابِع"}, Entry{"8_ordinal", "الثَّامِن"}, Entry{"9_ordinal", "التَّاسِع"},
    Entry{"10_ordinal", "العَاشِر"}, Entry{"11_ordinal", "الحَادِيَ عَشَر"}, Entry{"12_ordinal", "الثَّانِيَ عَشَر"},
    Entry{"13_ordinal", "الثَّالِثَ عَشَر"}, Entry{"14_ordinal", "الرَّابِعَ عَشَر"}, Entry{"15_ordinal", "الخَامِسَ عَشَر"},
    Entry{"16_ordinal", "السَّادِسَ عَشَر"}, Entry{"17_ordinal", "السَّابِعَ عَشَر"}, Entry{"18_ordinal", "الثَّامِنَ عَشَر"},
    Entry{"19_ordinal", "التَّاسِعَ عَشَر"},
    Entry{"20_ordinal", "العِشْرُون"}, Entry{"30_ordinal", "الثَّلَاثُون"}, Entry{"40_ordinal", "الأَرْبَعُون"},
    Entry{"50_ordinal", "الخَمْسُون"}, Entry{"60_ordinal", "السِّتُّون"}, Entry{"70_ordinal", "السَّبْعُون"},
    Entry{"80_ordinal", "الثَّمَانُون"}, Entry{"90_ordinal", "التِّسْعُون"},
    Entry{"100_ordinal", "المِئَة"}, Entry{"200_ordinal", "المِئَتَان"},
    Entry{"300_ordinal", "الثَّلَاثُمِئَة"}, Entry{"400_ordinal", "الأَرْبَعُمِئَة"},
    Entry{"500_ordinal", "الخَمْسُمِئَة"}, Entry{"600_ordinal", "السِّتُّمِئَة"},
    Entry{"700_ordinal", "السَّبْعُمِئَة"}, Entry{"800_ordinal", "الثَّمَانِمِئَة"},
    Entry{"900_ordinal", "التِّسْعُمِئَة"},
    Entry{"thousand_ordinal", "الأَلْف"}, Entry{"thousand_dual_ordinal", "الأَلْفَان"}, Entry{"thousand_plural_ordinal", "الآلَاف"},
    Entry{"million_ordinal", "المَلْيُون"}, Entry{"million_dual_ordinal", "المَلْيُونَان"}, Entry{"million_plural_ordinal", "المَلَايِين"},
    Entry{"billion_ordinal", "المِلْيَار"}, Entry{"billion_dual_ordinal", "المِلْيَارَان"}, Entry{"billion_plural_ordinal", "المِلْيَارَات"},
    // The hours of the clock
    Entry{"1_ordinal_feminine", "الوَاحِدَة"}, Entry{"2_ordinal_feminine", "الثَّانِيَة"},
    Entry{"3_ordinal_feminine", "الثَّالِثَة"}, Entry{"4_ordinal_feminine", "الرَّابِعَة"},
    Entry{"5_ordinal_feminine", "الخَامِسَة"}, Entry{"6_ordinal_feminine", "السَّادِسَة"},
    Entry{"7_ordinal_feminine", "السَّابِعَة"}, Entry{"8_ordinal_feminine", "الثَّامِنَة"},
    Entry{"9_ordinal_feminine", "التَّاسِعَة"}, Entry{"10_ordinal_feminine", "العَاشِرَة"},
    Entry{"11_ordinal_feminine", "الحَادِيَةَ عَشْرَة"}, Entry{"12_ordinal_feminine", "الثَّانِيَةَ عَشْرَة"},
    // Dates and times; the months as from Egypt to the Gulf
    Entry{"monday", "الاِثْنَيْن"}, Entry{"tuesday", "الثُّلَاثَاء"}, Entry{"wednesday", "الأَرْبِعَاء"}, Entry{"thursday", "الخَمِيس"},
    Entry{"friday", "الجُمُعَة"}, Entry{"saturday", "السَّبْت"}, Entry{"sunday", "الأَحَد"},
    Entry{"january", "يَنَايِر"}, Entry{"february", "فِبْرَايِر"}, Entry{"march", "مَارِس"}, Entry{"april", "أَبْرِيل"},
    Entry{"may", "مَايُو"}, Entry{"june", "يُونْيُو"}, Entry{"july", "يُولْيُو"}, Entry{"august", "أُغُسْطُس"},
    Entry{"september", "سِبْتَمْبَر"}, Entry{"october", "أُكْتُوبَر"}, Entry{"november", "نُوفَمْبَر"}, Entry{"december", "دِيسَمْبَر"},
    Entry{"hour", "السَّاعَة"}, Entry{"am", "صَبَاحًا"}, Entry{"pm", "مَسَاءً"},
    Entry{"minute", "دَقِيقَة"}, Entry{"minute_dual", "دَقِيقَتَان"}, Entry{"minute_plural", "دَقَائِق"},
    // Coins
    Entry{"dirham", "دِرْهَم"}, Entry{"dirham_dual", "دِرْهَمَان"}, Entry{"dirham_plural", "دَرَاهِم"}, Entry{"dirham_accusative", "دِرْهَمًا"},
    Entry{"centime", "سَنْتِيم"}, Entry{"centime_dual", "سَنْتِيمَان"}, Entry{"centime_plural", "سَنْتِيمَات"}, Entry{"centime_accusative", "سَنْتِيمًا"},
    Entry{"fils", "فِلْس"}, Entry{"fils_dual", "فِلْسَان"}, Entry{"fils_plural", "فُلُوس"}, Entry{"fils_accusative", "فِلْسًا"},
    Entry{"dinar", "دِينَار"}, Entry{"dinar_dual", "دِينَارَان"}, Entry{"dinar_plural", "دَنَانِير"}, Entry{"dinar_accusative", "دِينَارًا"},
    Entry{"pound", "جُنَيْه"}, Entry{"pound_dual", "جُنَيْهَان"}, Entry{"pound_plural", "جُنَيْهَات"}, Entry{"pound_accusative", "جُنَيْهًا"},
    Entry{"piastre", "قِرْش"}, Entry{"piastre_dual", "قِرْشَان"}, Entry{"piastre_plural", "قُرُوش"}, Entry{"piastre_accusative", "قِرْشًا"},
    Entry{"euro", "يُورُو"}, Entry{"euro_dual", "يُورُوَان"}, Entry{"euro_plural", "يُورُوهَات"}, Entry{"euro_accusative", "يُورُو"},
    Entry{"cent", "سِنْت"}, Entry{"cent_dual", "سِنْتَان"}, Entry{"cent_plural", "سِنْتَات"}, Entry{"cent_accusative", "سِنْتًا"},
    Entry{"penny", "بِنْس"}, Entry{"penny_dual", "بِنْسَان"}, Entry{"penny_plural", "بِنْسَات"}, Entry{"penny_accusative", "بِنْسًا"},
    Entry{"riyal", "رِيَال"}, Entry{"riyal_dual", "رِيَالَان"}, Entry{"riyal_plural", "رِيَالَات"}, Entry{"riyal_accusative", "رِيَالًا"},
    Entry{"halala", "هَلَلَة"}, Entry{"halala_dual", "هَلَلَتَان"}, Entry{"halala_plural", "هَلَلَات"},
    Entry{"millime", "مِلِّيم"}, Entry{"millime_dual", "مِلِّيمَان"}, Entry{"millime_plural", "مِلِّيمَات"}, Entry{"millime_accusative", "مِلِّيمًا"},
    Entry{"dollar", "دُولَار"}, Entry{"dollar_dual", "دُولَارَان"}, Entry{"dollar_plural", "دُولَارَات"}, Entry{"dollar_accusative", "دُولَارًا"},
    Entry{"franc", "فَرَنْك"}, Entry{"franc_dual", "فَرَنْكَان"}, Entry{"franc_plural", "فَرَنْكَات"}, Entry{"franc_accusative", "فَرَنْكًا"},
    // clang-format on
};

} // namespace

const std::span<const Entry> arabic_words{words};

} // namespace hatif::speech
