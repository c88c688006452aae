#include "transcode/sandbox.hpp"

#include <array>
#include <cerrno>
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

// Debian's libsndfile and libsoxr with one thread need no others. What is not here kills.
constexpr std::array allowed{
    SCMP_SYS(read),    SCMP_SYS(pread64),    SCMP_SYS(write),        SCMP_SYS(lseek),
    SCMP_SYS(fstat),   SCMP_SYS(brk),        SCMP_SYS(munmap),       SCMP_SYS(mremap),
    SCMP_SYS(madvise), SCMP_SYS(futex),      SCMP_SYS(getrandom),    SCMP_SYS(newfstatat),
    SCMP_SYS(exit),    SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(close),
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
    // libsndfile asks whether a descriptor is a terminal; it may hear that there are none.
    good = good && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0) == 0;
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
