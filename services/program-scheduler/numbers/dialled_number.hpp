#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/numbers/did.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The numbers in an INVITE, as carriers write them.
namespace hatif::program_scheduler {

/// What a text may be in E.164 without a country to help: with the plus, without it, or behind 00.
/// None: it is no row of digits.
std::vector<std::string> international(std::string_view dialled);

/// The same, in the country's habits: "0522000000" in MA is "+212522000000". None: no number there,
/// or the country is not known.
std::optional<std::string> e164_of(std::string_view dialled,
                                   const std::optional<std::string>& country);

/// Ours that was dialled; a national number is read by the country of the number that it may be.
base::Result<std::optional<Did>> did_dialled(pg::Transaction& transaction,
                                             std::string_view dialled);

} // namespace hatif::program_scheduler
