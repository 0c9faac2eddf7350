// OpenBLAS takes the kernels of the processor that it finds: other processors get other bits, and one that is newer than the
// library gets kernels of 2004, whose products take eight times as long. All x86-64-v3 processors can run those for Haswell.
#if defined(__x86_64__) && defined(__ELF__)

#include <stdlib.h>

// Missing where OpenBLAS is built for one processor.
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));

// Runs after the initializers of the library, and before anything has called it.
__attribute__((constructor)) static void choose_blas(void) {
  static const char variable[] = "OPENBLAS_CORETYPE";
  if (getenv(variable) != NULL || gotoblas_dynamic_init == NULL || gotoblas_dynamic_quit == NULL) return;
  if (setenv(variable, "Haswell", 1) != 0) return;
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  unsetenv(variable);
}

#endif
