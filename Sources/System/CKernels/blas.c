// OpenBLAS takes the kernels of the processor that it finds: other processors get other bits, and one that is newer than the
// library gets kernels of 2004, whose products take eight times as long. All x86-64-v3 processors can run those for Haswell.
#if defined(__x86_64__) && defined(__ELF__)

#define _GNU_SOURCE
#include <stdlib.h>
#include <unistd.h>

// Missing where OpenBLAS is built for one processor.
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));

// Runs after the initializers of the library, and before anything has called it.
__attribute__((constructor)) static void choose_blas(void) {
  if (getenv("OPENBLAS_CORETYPE") != NULL || gotoblas_dynamic_init == NULL || gotoblas_dynamic_quit == NULL) return;
  // Another environment for the while. The variable cannot be set in the true one: Swift looks for the arguments of the
  // program beside it, where a new variable does not fit.
  char variable[] = "OPENBLAS_CORETYPE=Haswell";
  char *variables[] = {variable, NULL};
  char **const before = environ;
  environ = variables;
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  environ = before;
}

#endif
