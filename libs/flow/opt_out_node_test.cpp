#include "flow/opt_out_node.hpp"

#include "flow/node.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;

TEST_CASE("an opt_out node asks for it once the number is known, and goes on", "[flow][opt_out]") {
    const Variables none;
    const Sources sources{.system = {{"sys.contactPhone", std::string{"+212612345678"}}}};
    const ValueSource phone{ValueSource::Kind::system, "sys.contactPhone"};
    CHECK(enter(OptOutNode{}, {none, sources, "answered", "human"}) ==
          Commands{NoteRead{phone, std::string{"+212612345678"}}, OptOut{},
                   Leave{{Output{"onSuccess"}}}});
}

TEST_CASE("without a number there is nobody to opt out", "[flow][opt_out]") {
    const Variables none;
    const Sources nobody;
    const auto commands = enter(OptOutNode{}, {none, nobody, "answered", "human"});
    CHECK(std::get<Leave>(commands.back()).fault->code == "no_number");
    CHECK(std::get<Leave>(commands.back()).by == Outputs{Output{"onError"}});
}

TEST_CASE("an opt_out node waits for nothing, and needs nobody on the line", "[flow][opt_out]") {
    CHECK_FALSE(waits(OptOutNode{}));
    CHECK(may_run_unanswered(OptOutNode{}));
    CHECK(exits(OptOutNode{}).size() == 2);
}
