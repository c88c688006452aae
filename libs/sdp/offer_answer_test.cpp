#include "sdp/offer_answer.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::sdp;
using hatif::audio::Codec;

namespace {

const Local us{.at = {"192.0.2.1", 10'000}, .session = 7, .version = 3};

std::string theirs(const std::string& media, const std::string& address = "198.51.100.7") {
    return "v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address + "\r\nt=0 0\r\n" +
           media;
}

const std::string keys = "a=rtpmap:101 telephone-event/8000\r\n";

struct Row {
    std::string media;
    Agreement expected;
    const char* why;
};

} // namespace

TEST_CASE("an offer names both laws of G.711 and telephone-event, 20 ms a packet", "[sdp][offer]") {
    CHECK(offer(us) == "v=0\r\no=- 7 3 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                       "m=audio 10000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\n"
                       "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
                       "a=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n");
}

TEST_CASE("an answer is read for codec, address, keys and direction", "[sdp][answer]") {
    const Endpoint there{"198.51.100.7", 4'000};
    const auto row = GENERATE_COPY(values<Row>({
        {"m=audio 4000 RTP/AVP 8 101\r\n" + keys, {there, Codec::pcma, 101}, "the usual"},
        {"m=audio 4000 RTP/AVP 0\r\n", {there, Codec::pcmu, {}}, "no telephone-event, no keys"},
        {"m=audio 4000 RTP/AVP 0 8\r\n", {there, Codec::pcmu, {}}, "their first codec is taken"},
        {"m=audio 4000 RTP/AVP 18 8\r\n", {there, Codec::pcma, {}}, "what we lack is passed over"},
        {"m=audio 4000 RTP/AVP 8 96\na=rtpmap:96 Telephone-Event/8000\n",
         {there, Codec::pcma, 96},
         "bare line feeds, other case, other payload type"},
        {"m=audio 4000 RTP/AVP 8\r\n" + keys,
         {there, Codec::pcma, {}},
         "mapped but not in the m= line"},
        {"m=audio 4000 RTP/AVP 8 97\r\na=rtpmap:97 telephone-event/16000\r\n",
         {there, Codec::pcma, {}},
         "keys of another clock rate"},
        {"m=audio 4000 RTP/AVP 8\r\nc=IN IP4 203.0.113.9\r\n",
         {{"203.0.113.9", 4'000}, Codec::pcma, {}},
         "the stream's own address wins"},
        {"m=audio 4000 RTP/AVP 8\r\na=sendonly\r\n",
         {there, Codec::pcma, {}, Direction::receive_only},
         "hold"},
        {"m=audio 4000 RTP/AVP 8\r\na=recvonly\r\n",
         {there, Codec::pcma, {}, Direction::send_only},
         "they only listen"},
        {"m=audio 4000 RTP/AVP 8\r\na=inactive\r\n",
         {there, Codec::pcma, {}, Direction::none},
         "hold"},
        {"a=sendonly\r\nm=audio 4000 RTP/AVP 8\r\n",
         {there, Codec::pcma, {}, Direction::receive_only},
         "a direction for the whole session"},
        {"m=video 5000 RTP/AVP 96\r\nm=audio 4000 RTP/AVP 8\r\n",
         {there, Codec::pcma, {}},
         "audio second"},
    }));
    INFO(row.why);
    const auto read = read_answer(theirs(row.media));
    REQUIRE(read.has_value());
    CHECK(*read == row.expected);
}

TEST_CASE("an answer that gives no voice is refused with a reason", "[sdp][answer]") {
    const auto text = GENERATE(values<std::string>({
        "",
        "v=0",
        "v=0\r\nm=audio 4000 RTP/AVP 8\r\n",   // no address
        theirs("m=audio 0 RTP/AVP 8\r\n"),     // refused
        theirs("m=audio 4000 RTP/AVP 18\r\n"), // G.729 only
        theirs("m=audio 4000 RTP/SAVP 8\r\n"), // encrypted
        theirs("m=audio 65536 RTP/AVP 8\r\n"), // no port
        theirs("m=audio 4000\r\n"),            // torn
        theirs("m=audio -1 RTP/AVP 8\r\n"),
        theirs("m=audio 4000 RTP/AVP 8\r\n", "239.1.2.3"), // multicast
        theirs("m=audio 4000 RTP/AVP 8\r\n", "255.255.255.255"),
        theirs("m=audio 4000 RTP/AVP 8\r\n", "carrier.example"), // names are not resolved here
        theirs("m=audio 4000 RTP/AVP 8\r\n", "1.2.3.4.5"),
        theirs("m=audio 4000 RTP/AVP 8\r\nc=IN IP6 ::1\r\n"),
        theirs(std::string(20'000, 'a')),
    }));
    CAPTURE(text);
    const auto read = read_answer(text);
    REQUIRE_FALSE(read.has_value());
    CHECK_FALSE(read.error().what.empty());
}

TEST_CASE("hold is answered with its mirror image", "[sdp][answer]") {
    struct Hold {
        const char* media;
        const char* address;
        const char* expected;
        bool may_send;
    };
    const auto row = GENERATE(values<Hold>({
        {"a=sendonly\r\n", "198.51.100.7", "a=recvonly\r\n", false},
        {"a=inactive\r\n", "198.51.100.7", "a=inactive\r\n", false},
        {"a=recvonly\r\n", "198.51.100.7", "a=sendonly\r\n", true},
        {"a=sendrecv\r\n", "198.51.100.7", "a=sendrecv\r\n", true},
        {"", "0.0.0.0", "a=recvonly\r\n", false},
    }));
    CAPTURE(row.media, row.address);
    const auto reply =
        answer(us, theirs("m=audio 4000 RTP/AVP 8\r\n" + std::string{row.media}, row.address));
    REQUIRE(reply.has_value());
    CHECK_THAT(reply->text, Catch::EndsWith(row.expected));
    CHECK(reply->agreement.may_send() == row.may_send);
}

TEST_CASE("an offer is answered with one codec, its own payload type for keys", "[sdp][answer]") {
    const auto reply = answer(us, theirs("m=audio 4000 RTP/AVP 18 0 8 96\r\n"
                                         "a=rtpmap:96 telephone-event/8000\r\n"));
    REQUIRE(reply.has_value());
    CHECK_THAT(reply->text, Catch::Contains("m=audio 10000 RTP/AVP 0 96\r\na=rtpmap:0 PCMU/8000\r\n"
                                            "a=rtpmap:96 telephone-event/8000\r\n"));
    CHECK(reply->agreement == Agreement{{"198.51.100.7", 4'000}, Codec::pcmu, 96});
}

TEST_CASE("streams that we do not take are refused in their place", "[sdp][answer]") {
    const auto reply = answer(us, theirs("m=video 5000 RTP/AVP 96 97\r\nm=audio 4000 RTP/AVP 8\r\n"
                                         "m=audio 4002 RTP/AVP 8\r\n"));
    REQUIRE(reply.has_value());
    CHECK_THAT(reply->text, Catch::Contains("m=video 0 RTP/AVP 96\r\nm=audio 10000 RTP/AVP 8\r\n"));
    CHECK_THAT(reply->text, Catch::EndsWith("m=audio 0 RTP/AVP 8\r\n"));
}

TEST_CASE("what we answer and offer can itself be read", "[sdp][answer]") {
    const auto back = read_answer(offer(us));
    REQUIRE(back.has_value());
    CHECK(*back == Agreement{us.at, Codec::pcma, 101});
}

TEST_CASE("torn and mangled text is read or refused, never worse", "[sdp][hostile]") {
    const auto good = theirs("m=audio 4000 RTP/AVP 8 101\r\n" + keys + "a=sendonly\r\n");
    std::mt19937 random{1};
    for (int round = 0; round < 20'000; ++round) {
        auto text = good.substr(0, random() % (good.size() + 1));
        for (int i = 0; i < 3 && !text.empty(); ++i) {
            text[random() % text.size()] = static_cast<char>(random());
        }
        const auto reply = answer(us, text);
        const auto read = read_answer(text);
        CHECK(reply.has_value() == read.has_value());
    }
}
