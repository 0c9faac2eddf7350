#include "CStart.h"

#if defined(__x86_64__)

#include <string.h>
#include <unistd.h>

// The Swift code is compiled for x86-64-v3: without these instructions it would end with an illegal one. This file is
// compiled without them.

static void append(char *text, size_t size, const char *more) {
  const size_t length = strlen(text);
  strncat(text, more, size - length - 1);
}

// The names of the instructions that the processor lacks, as a list.
static void list_missing(char *names, size_t size) {
  __builtin_cpu_init();
  const struct {
    const char *name;
    int is_there;
  } needed[] = {
      {"AVX2", __builtin_cpu_supports("avx2")},   {"FMA", __builtin_cpu_supports("fma")},
      {"BMI1", __builtin_cpu_supports("bmi")},    {"BMI2", __builtin_cpu_supports("bmi2")},
      {"F16C", __builtin_cpu_supports("f16c")},   {"LZCNT", __builtin_cpu_supports("lzcnt")},
      {"MOVBE", __builtin_cpu_supports("movbe")},
  };
  names[0] = '\0';
  for (size_t index = 0; index < sizeof needed / sizeof *needed; index++) {
    if (needed[index].is_there) continue;
    if (names[0] != '\0') append(names, size, ", ");
    append(names, size, needed[index].name);
  }
}

static void check_processor(void) {
  char missing[64];
  list_missing(missing, sizeof missing);
  if (missing[0] == '\0') return;
  char text[512] = "error: cannot run fusebench on this processor\ncause: it lacks ";
  append(text, sizeof text, missing);
  append(text, sizeof text, "; fusebench needs x86-64-v3, which Intel has built since 2013 and AMD since 2015\n");
  append(text, sizeof text, "hint:  take a newer machine, or let a virtual one show its host's processor");
  append(text, sizeof text, " (QEMU: -cpu host)\n");
  // A standard error that takes nothing is no reason to go on.
  const ssize_t written = write(STDERR_FILENO, text, strlen(text));
  (void)written;
  _exit(1);
}

// Before the initializers of the libraries where there is such a place, otherwise as the first of the program's own.
#if defined(__ELF__)
__attribute__((section(".preinit_array"), used)) static void (*const first)(void) = check_processor;
#else
__attribute__((constructor)) static void first(void) { check_processor(); }
#endif

#endif
