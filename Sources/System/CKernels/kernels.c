#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

// Sixteen numbers; a compiler splits them into as many registers as they need.
typedef float sixteen __attribute__((ext_vector_type(16)));
// The same in memory, where Swift promises no more than the alignment of their entries.
typedef float stored_sixteen __attribute__((ext_vector_type(16), aligned(4)));
typedef double stored_doubles __attribute__((ext_vector_type(16), aligned(8)));

// Terms added up before their sum joins the others; `PackedColumns.block` in Swift.
enum { block = 64 };

#define INLINE static inline __attribute__((always_inline))

// Asks for a row before it is needed: those of a list come from anywhere in memory, where no hardware foresees them.
INLINE void prefetch_row(const float *row, ptrdiff_t columns) {
  for (ptrdiff_t column = 0; column < columns; column += 16) __builtin_prefetch(row + column, 0, 3);
}

// The products of `tile` rows, whose sums stay in registers.
INLINE void multiply_rows(
    const stored_sixteen *panel, ptrdiff_t columns, const float *const *rows, float *output, ptrdiff_t stride,
    const int tile) {
  sixteen sums[8];
  for (int row = 0; row < tile; row++) sums[row] = panel[0];
  for (ptrdiff_t first = 0; first < columns; first += block) {
    const ptrdiff_t end = first + block < columns ? first + block : columns;
    sixteen parts[8];
    for (int row = 0; row < tile; row++) parts[row] = (sixteen)0;
    for (ptrdiff_t column = first; column < end; column++) {
      const sixteen entry = panel[column + 1];
      for (int row = 0; row < tile; row++)
        parts[row] = __builtin_elementwise_fma((sixteen)rows[row][column], entry, parts[row]);
    }
    for (int row = 0; row < tile; row++) sums[row] += parts[row];
  }
  for (int row = 0; row < tile; row++) *(stored_sixteen *)(output + row * stride) = sums[row];
}

INLINE void multiply_panel(
    const stored_sixteen *panel, ptrdiff_t columns, const float *const *rows, ptrdiff_t count, float *output,
    ptrdiff_t stride, const int tile) {
  // After the first lines of a long row the hardware foresees the rest. Asking for all of it ahead of time took 1.1 to
  // 1.5 times as long with 896 columns, and nothing asked for at all 1.1 to 1.4 times.
  const ptrdiff_t ahead = columns <= 128 ? columns : 64;
  ptrdiff_t row = 0;
  for (; row + tile <= count; row += tile) {
    for (ptrdiff_t next = row + tile; next < row + 2 * tile && next < count; next++) prefetch_row(rows[next], ahead);
    multiply_rows(panel, columns, rows + row, output + row * stride, stride, tile);
  }
  for (; row < count; row++) multiply_rows(panel, columns, rows + row, output + row * stride, stride, 1);
}

INLINE void add_gram(
    const float *left, const stored_sixteen *right, ptrdiff_t count, double *sums, ptrdiff_t stride, const int tile) {
  for (int first = 0; first < 8; first += tile) {
    sixteen parts[8];
    for (int row = 0; row < tile; row++) parts[row] = (sixteen)0;
    for (ptrdiff_t index = 0; index < count; index++) {
      const sixteen entry = right[index];
      const float *entries = left + index * 16 + first;
      for (int row = 0; row < tile; row++)
        parts[row] = __builtin_elementwise_fma((sixteen)entries[row], entry, parts[row]);
    }
    for (int row = 0; row < tile; row++) {
      stored_doubles *target = (stored_doubles *)(sums + (first + row) * stride);
      *target += __builtin_convertvector(parts[row], stored_doubles);
    }
  }
}

#include "descent.h"
#include "transport.h"

// The kernels of one width.
typedef struct {
  int bits;
  void (*multiply_panel)(const void *, ptrdiff_t, const float *const *, ptrdiff_t, float *, ptrdiff_t);
  void (*add_gram)(const float *, const void *, ptrdiff_t, double *, ptrdiff_t);
  void (*draw_layout)(layout_edge *, ptrdiff_t, layout_turn, const layout_forces *, float *, int);
  float (*peak_of_row)(const float *, ptrdiff_t, float, const float *);
  void (*raise_peaks)(const float *, ptrdiff_t, float, float, float *);
  void (*exponentiate)(float *, ptrdiff_t, float, float, const float *);
  void (*weigh_rows)(const float *, ptrdiff_t, ptrdiff_t, ptrdiff_t, const float *, float *);
  void (*add_rows)(const float *, ptrdiff_t, ptrdiff_t, ptrdiff_t, const float *, float *);
} kernels;

// The kernels for one width. `tile` rows at a time leave no sum of a product without a register.
#define KERNELS_OF(name, width, tile, attributes)                                                                    \
  attributes static void multiply_panel_##name(                                                                      \
      const void *panel, ptrdiff_t columns, const float *const *rows, ptrdiff_t count, float *output,                \
      ptrdiff_t stride) {                                                                                            \
    multiply_panel(panel, columns, rows, count, output, stride, tile);                                               \
  }                                                                                                                  \
  attributes static void add_gram_##name(                                                                            \
      const float *left, const void *right, ptrdiff_t count, double *sums, ptrdiff_t stride) {                       \
    add_gram(left, right, count, sums, stride, tile);                                                                \
  }                                                                                                                  \
  attributes static void draw_layout_##name(                                                                         \
      layout_edge *edges, ptrdiff_t count, layout_turn turn, const layout_forces *forces, float *points,             \
      int dimensions) {                                                                                              \
    draw_layout(edges, count, turn, forces, points, dimensions);                                                     \
  }                                                                                                                  \
  attributes static float peak_of_row_##name(                                                                        \
      const float *row, ptrdiff_t columns, float factor, const float *offsets) {                                     \
    return peak_of_row(row, columns, factor, offsets);                                                               \
  }                                                                                                                  \
  attributes static void raise_peaks_##name(                                                                         \
      const float *row, ptrdiff_t columns, float factor, float offset, float *peaks) {                               \
    raise_peaks(row, columns, factor, offset, peaks);                                                                \
  }                                                                                                                  \
  attributes static void exponentiate_##name(                                                                        \
      float *row, ptrdiff_t columns, float factor, float offset, const float *offsets) {                             \
    exponentiate(row, columns, factor, offset, offsets);                                                             \
  }                                                                                                                  \
  attributes static void weigh_rows_##name(                                                                          \
      const float *rows, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t columns, const float *weights, float *sums) {  \
    weigh_rows(rows, stride, count, columns, weights, sums);                                                         \
  }                                                                                                                  \
  attributes static void add_rows_##name(                                                                            \
      const float *rows, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t columns, const float *factors, float *sums) {  \
    add_rows(rows, stride, count, columns, factors, sums);                                                           \
  }                                                                                                                  \
  static const kernels kernels_##name = {                                                                            \
      width, multiply_panel_##name, add_gram_##name, draw_layout_##name, peak_of_row_##name,                         \
      raise_peaks_##name, exponentiate_##name, weigh_rows_##name, add_rows_##name};

#if defined(__x86_64__)
KERNELS_OF(v3, 256, 4, __attribute__((target("avx2,fma"))))
KERNELS_OF(v4, 512, 8, __attribute__((target("avx512f"))))
static const kernels *chosen = &kernels_v3;
#else
KERNELS_OF(plain, 128, 4, )
static const kernels *chosen = &kernels_plain;
#endif

static kernel_choice choice = KERNELS_CHOSEN;
static const char *asked = "";

#if defined(__x86_64__)
__attribute__((constructor)) static void choose(void) {
  __builtin_cpu_init();
  const int has_v4 = __builtin_cpu_supports("avx512f");
  if (has_v4) chosen = &kernels_v4;
  const char *variable = getenv("FUSEBENCH_CPU");
  if (variable == NULL || *variable == '\0') return;
  asked = variable;
  if (strcmp(asked, "v3") == 0) {
    chosen = &kernels_v3;
  } else if (strcmp(asked, "v4") != 0) {
    choice = KERNELS_UNKNOWN;
  } else if (!has_v4) {
    choice = KERNELS_UNSUPPORTED;
  }
}
#endif

kernel_choice kernels_choice(void) { return choice; }

const char *kernels_asked(void) { return asked; }

int kernels_vector_bits(void) { return chosen->bits; }

void kernels_multiply_panel(
    const void *panel, ptrdiff_t columns, const float *const *rows, ptrdiff_t count, float *output, ptrdiff_t stride) {
  chosen->multiply_panel(panel, columns, rows, count, output, stride);
}

void kernels_add_gram(const float *left, const void *right, ptrdiff_t count, double *sums, ptrdiff_t stride) {
  chosen->add_gram(left, right, count, sums, stride);
}

void kernels_draw_layout(
    layout_edge *edges, ptrdiff_t count, layout_turn turn, const layout_forces *forces, float *points,
    int32_t dimensions) {
  chosen->draw_layout(edges, count, turn, forces, points, dimensions);
}

float kernels_peak_of_row(const float *row, ptrdiff_t columns, float factor, const float *offsets) {
  return chosen->peak_of_row(row, columns, factor, offsets);
}

void kernels_raise_peaks(const float *row, ptrdiff_t columns, float factor, float offset, float *peaks) {
  chosen->raise_peaks(row, columns, factor, offset, peaks);
}

void kernels_exponentiate(float *row, ptrdiff_t columns, float factor, float offset, const float *offsets) {
  chosen->exponentiate(row, columns, factor, offset, offsets);
}

void kernels_weigh_rows(
    const float *rows, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t columns, const float *weights, float *sums) {
  chosen->weigh_rows(rows, stride, count, columns, weights, sums);
}

void kernels_add_rows(
    const float *rows, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t columns, const float *factors, float *sums) {
  chosen->add_rows(rows, stride, count, columns, factors, sums);
}
