#pragma once

#include "corpus.hpp"

#include <ostream>

namespace hatif::evaluation {

/// Confusion, by language, noise and scene, delays and CPU time, as Markdown.
void tell_amd(std::ostream& out, const std::vector<Sample>& samples, bool each);

} // namespace hatif::evaluation
