#pragma once

// Asks for the cache line at an address before it is needed; Swift has no word for it.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address, 0, 3); }

// The widest vectors, in bits, that the compiler was told the processor has; sums depend on it in their last bits.
static inline int vector_bits(void) {
#if defined(__AVX512F__)
  return 512;
#elif defined(__AVX__)
  return 256;
#else
  return 128;
#endif
}
