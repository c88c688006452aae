#pragma once

#include <string>

namespace hatif::dialog {

/// The one table from final codes and Q.850 causes to outcomes and reasons, as Markdown: what
/// docs/sip.md says, from what the code does.
std::string outcome_table();

} // namespace hatif::dialog
