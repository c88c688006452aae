#include "transcode/sandbox.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace hatif::transcode {

namespace {

// A sanitizer's own memory and system calls do not fit in here.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

bool limit(__rlimit_resource what, rlim_t to) {
    const rlimit both{to, to};
    return setrlimit(what, &both) == 0;
}

// Debian's libsndfile, its codecs, and libsoxr with one thread need no others. What is not here
// kills.
constexpr std::array allowed{
    SCMP_SYS(read),         SCMP_SYS(pread64), SCMP_SYS(write),      SCMP_SYS(newfstatat),
    SCMP_SYS(brk),          SCMP_SYS(munmap),  SCMP_SYS(mremap),     SCMP_SYS(madvise),
    SCMP_SYS(futex),        SCMP_SYS(exit),    SCMP_SYS(exit_group), SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigreturn),
};

struct Refused {
    int call;
    int why;
};

// What they try in passing, and can do without. None of it happens.
constexpr std::array refused{
    Refused{SCMP_SYS(openat), ENOENT},  // libsndfile looks for a Macintosh's resource fork
    Refused{SCMP_SYS(sysinfo), ENOSYS}, // the C library's qsort asks how much memory there is
};

bool allow_few_calls() {
    const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter) return false;
    bool good = true;
    for (const int call : allowed) {
        good = good && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
    }
    // Memory, but none that can be executed.
    good = good && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                                    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
    for (const auto& [call, why] : refused) {
        good = good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(static_cast<std::uint32_t>(why)),
                                        call, 0) == 0;
    }
    good = good && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return good;
}

} // namespace

bool enter_sandbox() {
    if (sanitized) return true;
    constexpr rlim_t memory = 256UL << 20;
    return limit(RLIMIT_AS, memory) && limit(RLIMIT_CPU, 20) && limit(RLIMIT_FSIZE, 0) &&
           limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 3) && limit(RLIMIT_NPROC, 0) &&
           prctl(PR_SET_DUMPABLE, 0) == 0 && allow_few_calls();
}

} // namespace hatif::transcode
