#pragma once
#include <stddef.h>
#include <stdint.h>

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

// An edge of a layout, from the head that draws others to push off.
typedef struct {
  int32_t head, tail;
  // The epochs between two uses, and that of the next one.
  float period, next;
} layout_edge;

// The forces of a layout, by the squared distance s: along an edge pull * s^b / (s * (1 + a * s^b)), off others
// push / ((s + offset) * (1 + a * s^b)).
typedef struct {
  float a, b, pull, push, offset;
  // Added to squared distances, so that their powers stay within range.
  float least_square;
  // No step along a coordinate is longer, at a rate of 1.
  float longest_step;
  // The places that push off for each use of an edge.
  int32_t negatives;
} layout_forces;

// The turn of a list of edges.
typedef struct {
  float epoch, rate;
  int32_t vertices;
  // The state of its random numbers.
  uint64_t state;
} layout_turn;

// The most vectors of eight coordinates that a point may have.
enum { LAYOUT_MOST_PIECES = 32 };

// Uses those of the edges whose turn it is, and moves their ends. `points` are the vertices and one more at 0, then the
// vertices as the places that push off, and one more that is far from all. A point has two numbers up to two dimensions,
// else a multiple of eight.
void kernels_draw_layout(
    layout_edge *edges, ptrdiff_t count, layout_turn turn, const layout_forces *forces, float *points,
    int32_t dimensions);

// Asks for the cache line at an address before it is needed; Swift has no word for it.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address, 0, 3); }

#pragma clang assume_nonnull end
