#include "program_scheduler/content/dictionary.hpp"

#include <catch2/catch.hpp>

using namespace hatif::program_scheduler;

namespace {

template <class Value>
std::string refused(const hatif::base::Result<Value>& read) {
    std::string paths;
    if (read) return paths;
    for (const auto& field : read.error().fields) paths += field.path + " ";
    return paths;
}

} // namespace

TEST_CASE("a dictionary has a name, and a language that can be spoken",
          "[program_scheduler][dictionary]") {
    CHECK(read_dictionary_words(" Numbers ", "ar")->name == "Numbers");
    CHECK(read_dictionary_words("Numbers", "fr")->language == "fr");
    CHECK(refused(read_dictionary_words({}, {})) == "name language ");
    CHECK(refused(read_dictionary_words("", "en")) == "name ");
    CHECK(refused(read_dictionary_words(std::string(256, 'x'), "en")) == "name ");
    CHECK(refused(read_dictionary_words("Numbers", "de")) == "language ");
    CHECK(refused(read_dictionary_words("Numbers", "AR")) == "language ");
    CHECK(refused(read_dictionary_words("Numbers", "")) == "language ");
}

TEST_CASE("a key is anything that can be seen, of 1 to 64 characters",
          "[program_scheduler][dictionary]") {
    CHECK(read_key("100").value() == "100");
    CHECK(read_key(" thousand_dual ").value() == "thousand_dual");
    CHECK(read_key("الدار البيضاء").value() == "الدار البيضاء");
    CHECK(read_key("1/2").value() == "1/2");
    CHECK(refused(read_key({})) == "key ");
    CHECK(refused(read_key("  ")) == "key ");
    CHECK(refused(read_key(std::string(65, 'x'))) == "key ");
    CHECK(refused(read_key("a\nb")) == "key ");
    CHECK(refused(read_key(std::string("a\0b", 3))) == "key ");
    CHECK(refused(read_key("\xFF")) == "key ");
    for (const char* path : {"../../etc/passwd", "..", ".", "/x", "x/", "a//b", "a/./b", "a\\b"}) {
        CHECK(refused(read_key(path)) == "key ");
    }
}

TEST_CASE("a dictionary has room for 5,000 entries", "[program_scheduler][dictionary]") {
    CHECK(require_room(4'999));
    CHECK(require_room(5'000).error().reason == "CONFLICT");
}
