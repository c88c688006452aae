#pragma once

#include <string>

namespace hatif::telephony {

/// The name of one of nta's transports, for TPTAG_IDENT. nta keeps the pointer for as long as a
/// transaction lives, longer than the call that it was for: the text is never freed. There are as
/// many as transports.
class Ident {
public:
    Ident() = default;
    explicit Ident(const std::string& text);

    bool empty() const { return *text_ == '\0'; }
    const char* c_str() const { return text_; }

private:
    const char* text_ = "";
};

} // namespace hatif::telephony
