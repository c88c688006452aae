#pragma once

#include "sdp/session.hpp"

namespace hatif::telephony {

/// A key for one call's SRTP that nobody can guess.
sdp::MediaKey random_media_key();

} // namespace hatif::telephony
