#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The kernels in which most of the time goes, compiled for several widths of vectors: the widest that the processor has
// is chosen when the program is loaded. The bits are the same with all of them.

// The outcome of a choice of the width.
typedef enum {
  KERNELS_CHOSEN = 0,
  // FUSEBENCH_CPU asks for something that there is not.
  KERNELS_UNKNOWN,
  // FUSEBENCH_CPU asks for more than this processor has.
  KERNELS_UNSUPPORTED,
} kernel_choice;

// The outcome; where it failed, the widest that the processor has are taken.
kernel_choice kernels_choice(void);

// The value of FUSEBENCH_CPU; empty where it is not set.
const char *kernels_asked(void);

// The width of the chosen kernels' vectors, in bits.
int kernels_vector_bits(void);

// Lets arithmetic of this thread take numbers below the smallest normal one for zero; returns what it did before.
//
// Some processors take a hundred times as long for an instruction that meets such a number. On x86-64 alone: elsewhere it
// changes nothing.
unsigned kernels_drop_subnormals(void);

// Lets arithmetic of this thread do again what it did.
void kernels_restore_subnormals(unsigned before);

// Panels of sixteen vectors, each `length` lines of sixteen numbers after the one before: the offsets, then the first
// entries of the vectors, and so on. Products take the leading `columns` entries.
typedef struct {
  const void *first;
  ptrdiff_t length, columns;
} product_panels;

// The place of products: the sixteen of a row and a panel lie side by side, those of the next row `stride` numbers and
// those of the next panel `step` numbers further on.
typedef struct {
  float *first;
  ptrdiff_t stride, step;
} product_output;

// Writes offset + row · vector for every row and every vector of `count` panels.
void kernels_multiply_panels(
    product_panels panels, ptrdiff_t count, const float *_Nonnull const *_Nullable rows, ptrdiff_t row_count,
    product_output output);

// Adds Σ x·yᵀ over `count` rows to sums of eight by sixteen: x are the eight entries at `left`, y the sixteen at `right`,
// both sixteen entries apart from one row to the next. The rows of the sums are `stride` apart.
void kernels_add_gram(const float *left, const void *right, ptrdiff_t count, double *sums, ptrdiff_t stride);

// The following take rows of a multiple of sixteen columns.

// Returns the largest factor * entry + offset of a row, where each column has an offset.
float kernels_peak_of_row(const float *row, ptrdiff_t columns, float factor, const float *offsets);

// Raises the peak of each column to factor * entry + offset, where that is larger.
void kernels_raise_peaks(const float *row, ptrdiff_t columns, float factor, float offset, float *peaks);

// Replaces each entry by 2 to the power of factor * entry + offset + that of its column; 0 where that is below -125, and
// at most 2 to the power of 126.
void kernels_exponentiate(float *row, ptrdiff_t columns, float factor, float offset, const float *offsets);

// Writes the sum of the weighted entries of each row; the rows begin `stride` apart.
void kernels_weigh_rows(
    const float *rows, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t columns, const float *weights, float *sums);

// Adds the rows, each times a factor, to the sums of the columns.
void kernels_add_rows(
    const float *rows, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t columns, const float *factors, float *sums);

// Writes the squared distances of a point from sixteen others, which lie column by column, each at least as large as a floor of
// its own where there are floors. Returns a bit for each that is at most `bound`.
static inline unsigned kernels_sixteen_squares(
    const double *panel, ptrdiff_t columns, const double *point, const double *_Nullable floors, double bound,
    double *squares) {
  typedef double four __attribute__((vector_size(32), aligned(8)));
  typedef long long mask __attribute__((vector_size(32), aligned(8)));
  four sums[4] = {{0}, {0}, {0}, {0}};
  for (ptrdiff_t column = 0; column < columns; column++) {
    for (int part = 0; part < 4; part++) {
      four difference = *(const four *)(panel + column * 16 + part * 4) - point[column];
      // Rounded twice, as the distances of boxes are.
      four square = difference * difference;
      sums[part] = sums[part] + square;
    }
  }
  unsigned hits = 0;
  for (int part = 0; part < 4; part++) {
    if (floors) {
      four floor = *(const four *)(floors + part * 4);
      mask larger = floor > sums[part];
      sums[part] = (four)(((mask)floor & larger) | ((mask)sums[part] & ~larger));
    }
    *(four *)(squares + part * 4) = sums[part];
    mask within = sums[part] <= bound;
#if defined(__AVX__)
    hits |= (unsigned)__builtin_ia32_movmskpd256((__attribute__((vector_size(32))) double)within) << (4 * part);
#else
    for (int lane = 0; lane < 4; lane++) hits |= (unsigned)(within[lane] & 1) << (4 * part + lane);
#endif
  }
  return hits;
}

// Writes the squared distances of a point from two boxes, 0 inside: `boxes` has for each column both lower and both upper bounds.
static inline void kernels_two_boxes(const double *boxes, ptrdiff_t columns, const double *point, double *squares) {
  double left = 0, right = 0;
  for (ptrdiff_t column = 0; column < columns; column++) {
    const double *box = boxes + 4 * column;
    double value = point[column];
    double first = box[0] - value > value - box[2] ? box[0] - value : value - box[2];
    double second = box[1] - value > value - box[3] ? box[1] - value : value - box[3];
    first = first > 0 ? first : 0;
    second = second > 0 ? second : 0;
    double square = first * first;
    left = left + square;
    square = second * second;
    right = right + square;
  }
  squares[0] = left;
  squares[1] = right;
}

// Writes the rows from `first` on whose limit the movement of their center has reached, and returns their number; `rows` has
// room for all. A row is written always and counted when due: a branch that no one can predict would cost more than the rest.
static inline ptrdiff_t kernels_list_reached(
    const int32_t *labels, const float *limits, const float *movement, ptrdiff_t first, ptrdiff_t count, int32_t *rows) {
  ptrdiff_t found = 0, row = 0;
#if defined(__AVX2__)
  typedef int whole __attribute__((vector_size(32), aligned(4)));
  typedef float eight __attribute__((vector_size(32), aligned(4)));
  const whole all = {-1, -1, -1, -1, -1, -1, -1, -1};
  for (; row + 8 <= count; row += 8) {
    const eight moved = __builtin_ia32_gatherd_ps256(
        (eight){0}, movement, *(const whole *)(labels + row), (eight)all, 4);
    const int due = __builtin_ia32_movmskps256((eight)(moved >= *(const eight *)(limits + row)));
    for (int lane = 0; lane < 8; lane++) {
      rows[found] = (int32_t)(first + row + lane);
      found += due >> lane & 1;
    }
  }
#endif
  for (; row < count; row++) {
    rows[found] = (int32_t)(first + row);
    found += movement[labels[row]] >= limits[row];
  }
  return found;
}

// Returns a bit for each of sixteen lanes whose score plus its reach, or plus `reach`, is at least `offset`. Lanes behind the
// last one of a list may change meanwhile: their bits are left out.
static inline uint32_t kernels_reaching_scores(const float *scores, const float *reaches, float reach, float offset) {
  typedef float eight __attribute__((vector_size(32), aligned(4)));
  typedef int mask __attribute__((vector_size(32), aligned(4)));
  const eight own = {reach, reach, reach, reach, reach, reach, reach, reach};
  uint32_t hits = 0;
  for (int part = 0; part < 2; part++) {
    eight farther = *(const eight *)(reaches + part * 8);
    mask larger = own > farther;
    farther = (eight)(((mask)own & larger) | ((mask)farther & ~larger));
    mask within = *(const eight *)(scores + part * 8) + farther >= offset;
#if defined(__AVX__)
    hits |= (uint32_t)__builtin_ia32_movmskps256((__attribute__((vector_size(32))) float)within) << (8 * part);
#else
    for (int lane = 0; lane < 8; lane++) hits |= (uint32_t)(within[lane] & 1) << (8 * part + lane);
#endif
  }
  return hits;
}

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
