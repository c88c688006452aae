#include "gateway/rest/download.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;

namespace {

std::string header_of(const type::v1::Download::Header& header, const char* name) {
    return std::string{head_of(header).headers.find(name).value_or("none")};
}

} // namespace

TEST_CASE("a download says what it is, how long, and under which name to save it",
          "[gateway][download]") {
    type::v1::Download::Header header;
    header.set_content_type("text/csv; charset=utf-8");
    header.set_file_name("contacts.csv");
    CHECK(head_of(header).status == 200);
    CHECK_FALSE(head_of(header).size);
    CHECK(header_of(header, "Content-Type") == "text/csv; charset=utf-8");
    CHECK(header_of(header, "Content-Disposition") == "attachment; filename=\"contacts.csv\"");
    CHECK(header_of(header, "ETag") == "none");
    header.set_size(0);
    CHECK(head_of(header).size == 0U);
}

TEST_CASE("a file's name of any letters goes whole, and breaks out of no header",
          "[gateway][download]") {
    type::v1::Download::Header header;
    header.set_file_name("é\"\r\n.wav");
    CHECK(header_of(header, "Content-Disposition") ==
          "attachment; filename=\"_____.wav\"; filename*=UTF-8''%C3%A9%22%0D%0A.wav");
}

TEST_CASE("a part of a file is 206 with its place in the whole", "[gateway][download]") {
    type::v1::Download::Header header;
    header.set_content_type("audio/wav");
    header.set_accepts_ranges(true);
    header.set_etag("abc");
    header.set_size(100);
    header.mutable_range()->set_first(100);
    header.mutable_range()->set_last(199);
    header.mutable_range()->set_total(1'000);
    CHECK(head_of(header).status == 206);
    CHECK(header_of(header, "Content-Range") == "bytes 100-199/1000");
    CHECK(header_of(header, "Accept-Ranges") == "bytes");
    CHECK(header_of(header, "ETag") == "\"abc\"");
}
