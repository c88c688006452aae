#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hatif::csv {

/// One line of RFC 4180, its end (CRLF) included. A field is quoted when it needs to be: a comma, a
/// quote, a line break, or spaces at its ends.
///
/// Nothing is put before a field to keep a spreadsheet from reading it as a formula:
/// "+212612345678" has to be read back as it was written. Open exports as text columns.
void append_row(std::string& out, const std::vector<std::string_view>& fields);

} // namespace hatif::csv
