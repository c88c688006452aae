#include "transcode/sandbox.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using hatif::transcode::enter_sandbox;

namespace {

/// How a process ends that does this in the sandbox: 0, or the signal that killed it.
int ends_with(const std::function<bool()>& deed) {
    const pid_t child = fork();
    if (child == 0) {
        if (!enter_sandbox()) _exit(2);
        _exit(deed() ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status)) return WTERMSIG(status);
    REQUIRE(WEXITSTATUS(status) == 0);
    return 0;
}

} // namespace

TEST_CASE("in the sandbox one can compute, and write what is open", "[transcode][sandbox]") {
    CHECK(ends_with([] {
              const auto bytes = std::string(1'000'000, 'x');
              return bytes.size() == 1'000'000 && write(STDOUT_FILENO, "", 0) == 0;
          }) == 0);
}

TEST_CASE("in the sandbox no file is opened, no socket, no process", "[transcode][sandbox]") {
    CHECK(ends_with([] { return open("/etc/passwd", O_RDONLY) == -1; }) == 0);
    CHECK(ends_with([] { return open("/tmp/hatif", O_WRONLY | O_CREAT, 0600) == -1; }) == 0);
    CHECK(ends_with([] { return openat(0, ".", O_RDONLY) == -1; }) == 0);
    CHECK(ends_with([] { return unlink("/tmp/hatif") == 0; }) == SIGSYS);
    CHECK(ends_with([] { return lseek(0, 0, SEEK_SET) == 0; }) == SIGSYS);
    CHECK(ends_with([] { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }) == SIGSYS);
    CHECK(ends_with([] { return fork() >= 0; }) == SIGSYS);
    CHECK(ends_with([] { return execl("/bin/true", "true", nullptr) == 0; }) == SIGSYS);
    CHECK(ends_with([] { return kill(getppid(), 0) == 0; }) == SIGSYS);
}

TEST_CASE("in the sandbox memory is scarce, and none can be executed", "[transcode][sandbox]") {
    const auto map = [](std::size_t size, int protection) {
        return mmap(nullptr, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    };
    CHECK(ends_with([&] { return map(1UL << 30, PROT_READ | PROT_WRITE) == MAP_FAILED; }) == 0);
    CHECK(ends_with([&] { return map(4096, PROT_READ | PROT_EXEC) != MAP_FAILED; }) == SIGSYS);
}
