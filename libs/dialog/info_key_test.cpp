#include "dialog/info_key.hpp"
#include "dialog/sipfrag.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using namespace hatif::dialog;

TEST_CASE("a key in an INFO is read in the ways that gateways write it", "[unit][info]") {
    struct Row {
        const char* type;
        const char* body;
        char digit;
    };
    const auto row = GENERATE(values<Row>({
        {"application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", '5'},
        {"application/dtmf-relay", "Signal= 5\nDuration= 160", '5'},
        {"application/dtmf-relay", "signal = *\r\n", '*'},
        {"application/dtmf-relay", "Duration=160\r\nSignal=#\r\n", '#'},
        {"application/dtmf-relay", "Signal=10\r\nDuration=160\r\n", '*'},
        {"application/dtmf-relay", "Signal=11\r\nDuration=160\r\n", '#'},
        {"application/dtmf-relay", "Signal=a\r\n", 'A'},
        {"Application/DTMF-Relay; charset=utf-8", "Signal=0\r\n", '0'},
        {"application/dtmf", "7", '7'},
        {"application/dtmf", "7\r\n", '7'},
        {"application/dtmf", "11", '#'},
        {"application/dtmf", "Signal=3\r\n", '3'},
    }));
    CAPTURE(row.type, row.body);
    CHECK(read_info(row.type, row.body) == Info{true, row.digit});
}

TEST_CASE("what is no key is not taken for one", "[unit][info]") {
    CHECK(read_info("application/dtmf-relay", "Duration=160\r\n") == Info{true, {}});
    CHECK(read_info("application/dtmf-relay", "Signal=12\r\n") == Info{true, {}});
    CHECK(read_info("application/dtmf-relay", "Signal=x\r\n") == Info{true, {}});
    CHECK(read_info("application/dtmf", "123") == Info{true, {}});
    CHECK(read_info("application/sdp", "5") == Info{});
    CHECK(read_info("", "5") == Info{});
}

TEST_CASE("a sipfrag's first line is a status line", "[unit][info]") {
    CHECK(code_of_sipfrag("SIP/2.0 200 OK\r\n") == 200);
    CHECK(code_of_sipfrag("SIP/2.0 603 Declined") == 603);
    CHECK(code_of_sipfrag("SIP/2.0 180") == 180);
    CHECK(code_of_sipfrag("SIP/2.0 99 Low") == 0);
    CHECK(code_of_sipfrag("SIP/2.0 1800 Long") == 0);
    CHECK(code_of_sipfrag("SIP/2.0 7") == 0);
    CHECK(code_of_sipfrag("SIP/1.0 200 OK") == 0);
    CHECK(code_of_sipfrag("") == 0);
}

TEST_CASE("mangled bodies are read or not, never worse", "[unit][info]") {
    const std::string relay = "Signal=5\r\nDuration=160\r\n";
    const std::string frag = "SIP/2.0 200 OK\r\nContact: <sip:x@y>\r\n";
    std::mt19937 random{1};
    for (int round = 0; round < 20'000; ++round) {
        auto text = (round % 2 == 0 ? relay : frag).substr(0, random() % 26);
        for (int i = 0; i < 2 && !text.empty(); ++i) {
            text[random() % text.size()] = static_cast<char>(random());
        }
        const auto info = read_info("application/dtmf-relay", text);
        if (info.digit)
            CHECK(std::string{"0123456789*#ABCD"}.find(*info.digit) != std::string::npos);
        const int code = code_of_sipfrag(text);
        CHECK((code == 0 || (code >= 100 && code <= 699)));
    }
}
