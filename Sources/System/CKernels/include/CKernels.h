#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

// The kernels in which most of the time goes, compiled for several widths of vectors: the widest that the processor has
// is chosen when the program is loaded. The bits are the same with all of them.

// How a choice of the width ended.
typedef enum {
  KERNELS_CHOSEN = 0,
  // FUSEBENCH_CPU asks for something that there is not.
  KERNELS_UNKNOWN,
  // FUSEBENCH_CPU asks for more than this processor has.
  KERNELS_UNSUPPORTED,
} kernel_choice;

// How the choice ended; where it failed, the widest that the processor has are taken.
kernel_choice kernels_choice(void);

// The value of FUSEBENCH_CPU; empty where it is not set.
const char *kernels_asked(void);

// The width of the chosen kernels' vectors, in bits.
int kernels_vector_bits(void);

// Writes offset + row · vector for the sixteen vectors of a panel: its first sixteen entries are the offsets, the next ones
// the first entries of the vectors, and so on. The products of rows[i] begin at output[i * stride].
void kernels_multiply_panel(
    const void *panel, ptrdiff_t columns, const float *_Nonnull const *_Nullable rows, ptrdiff_t count, float *output,
    ptrdiff_t stride);

// Adds Σ x·yᵀ over `count` rows to sums of eight by sixteen: x are the eight entries at `left`, y the sixteen at `right`,
// both sixteen entries apart from one row to the next. The rows of the sums are `stride` apart.
void kernels_add_gram(const float *left, const void *right, ptrdiff_t count, double *sums, ptrdiff_t stride);

// Asks for the cache line at an address before it is needed; Swift has no word for it.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address, 0, 3); }

#pragma clang assume_nonnull end
