#pragma once

#include "corpus.hpp"

#include <ostream>

namespace hatif::evaluation {

/// Beeps found within 200 ms of their end, and those that were none, as Markdown.
void tell_beeps(std::ostream& out, const std::vector<BeepSample>& samples, bool each);

} // namespace hatif::evaluation
