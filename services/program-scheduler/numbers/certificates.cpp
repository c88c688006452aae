#include "program_scheduler/numbers/certificates.hpp"

#include "base/handle.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace hatif::program_scheduler {

using Memory = base::Handle<BIO, BIO_free_all>;
using Certificate = base::Handle<X509, X509_free>;

bool are_certificates(std::string_view pem) {
    const Memory text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    if (!text) return false;
    int count = 0;
    while (Certificate{PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)}) ++count;
    // The end of the text is the one error that is none.
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    return count > 0 && at_end;
}

} // namespace hatif::program_scheduler
