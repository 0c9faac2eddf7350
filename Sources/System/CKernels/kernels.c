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

// Adds the products of `tile` rows with `width` panels over a block of columns; their sums stay in registers.
INLINE void multiply_block(
    product_panels panels, ptrdiff_t first, const float *const *rows, product_output output, const int tile,
    const int width) {
  const ptrdiff_t end = first + block < panels.columns ? first + block : panels.columns;
  const stored_sixteen *entries = panels.first;
  sixteen parts[16];
  for (int part = 0; part < tile * width; part++) parts[part] = (sixteen)0;
  for (ptrdiff_t column = first; column < end; column++) {
    sixteen vectors[2];
    for (int panel = 0; panel < width; panel++) vectors[panel] = entries[panel * panels.length + column + 1];
    for (int row = 0; row < tile; row++) {
      const sixteen entry = (sixteen)rows[row][column];
      for (int panel = 0; panel < width; panel++) {
        const int part = row * width + panel;
        parts[part] = __builtin_elementwise_fma(entry, vectors[panel], parts[part]);
      }
    }
  }
  for (int row = 0; row < tile; row++) {
    for (int panel = 0; panel < width; panel++) {
      stored_sixteen *sums = (stored_sixteen *)(output.first + row * output.stride + panel * output.step);
      const sixteen before = first == 0 ? entries[panel * panels.length] : *sums;
      *sums = before + parts[row * width + panel];
    }
  }
}

// Multiplies rows with `width` panels, sixteen rows at a time and those block by block: a block of two panels is 8 KiB and
// stays in the first-level cache, and a row's entry is fetched once for both. With 896 columns 145 GFLOP/s a core, where
// all columns of one panel for eight rows, then for the next eight, gave 109.
INLINE void multiply_rows(
    product_panels panels, const float *const *rows, ptrdiff_t count, product_output output, const int tile,
    const int width) {
  enum { group = 16 };
  for (ptrdiff_t start = 0; start < count; start += group) {
    const ptrdiff_t end = start + group < count ? start + group : count;
    for (ptrdiff_t first = 0; first == 0 || first < panels.columns; first += block) {
      const ptrdiff_t next = first + block;
      for (ptrdiff_t row = start; row < end;) {
        const product_output target = {output.first + row * output.stride, output.stride, output.step};
        const int whole = row + tile <= end;
        if (next < panels.columns)
          for (int ahead = 0; ahead < (whole ? tile : 1); ahead++) prefetch_row(rows[row + ahead] + next, block);
        if (whole) {
          multiply_block(panels, first, rows + row, target, tile, width);
        } else {
          multiply_block(panels, first, rows + row, target, 1, width);
        }
        row += whole ? tile : 1;
      }
    }
  }
}

// Multiplies rows with all panels, `width` at a time where there are so many left.
INLINE void multiply_panels(
    product_panels panels, ptrdiff_t count, const float *const *rows, ptrdiff_t row_count, product_output output,
    const int tile, const int width) {
  while (count > 0) {
    const int taken = count >= width ? width : 1;
    if (taken == width) {
      multiply_rows(panels, rows, row_count, output, tile, width);
    } else {
      multiply_rows(panels, rows, row_count, output, tile, 1);
    }
    panels.first = (const stored_sixteen *)panels.first + taken * panels.length;
    output.first += taken * output.step;
    count -= taken;
  }
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
  void (*multiply_panels)(product_panels, ptrdiff_t, const float *const *, ptrdiff_t, product_output);
  void (*add_gram)(const float *, const void *, ptrdiff_t, double *, ptrdiff_t);
  void (*draw_layout)(layout_edge *, ptrdiff_t, layout_turn, const layout_forces *, float *, int);
  float (*peak_of_row)(const float *, ptrdiff_t, float, const float *);
  void (*raise_peaks)(const float *, ptrdiff_t, float, float, float *);
  void (*exponentiate)(float *, ptrdiff_t, float, float, const float *);
  void (*weigh_rows)(const float *, ptrdiff_t, ptrdiff_t, ptrdiff_t, const float *, float *);
  void (*add_rows)(const float *, ptrdiff_t, ptrdiff_t, ptrdiff_t, const float *, float *);
} kernels;

// The kernels for one width. Products of `tile` rows and `panels` panels at a time leave no sum without a register.
#define KERNELS_OF(name, width, tile, panels, attributes)                                                            \
  attributes static void multiply_panels_##name(                                                                     \
      product_panels factors, ptrdiff_t count, const float *const *rows, ptrdiff_t row_count,                        \
      product_output output) {                                                                                       \
    multiply_panels(factors, count, rows, row_count, output, tile, panels);                                          \
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
      width, multiply_panels_##name, add_gram_##name, draw_layout_##name, peak_of_row_##name,                        \
      raise_peaks_##name, exponentiate_##name, weigh_rows_##name, add_rows_##name};

#if defined(__x86_64__)
KERNELS_OF(v3, 256, 4, 1, __attribute__((target("avx2,fma"))))
KERNELS_OF(v4, 512, 8, 2, __attribute__((target("avx512f"))))
static const kernels *chosen = &kernels_v3;
#else
KERNELS_OF(plain, 128, 4, 1, )
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

unsigned kernels_drop_subnormals(void) {
#if defined(__x86_64__)
  // Flush-to-zero for results, denormals-are-zero for operands.
  const unsigned before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040);
  return before;
#else
  return 0;
#endif
}

void kernels_restore_subnormals(unsigned before) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr(before);
#else
  (void)before;
#endif
}

void kernels_multiply_panels(
    product_panels panels, ptrdiff_t count, const float *const *rows, ptrdiff_t row_count, product_output output) {
  chosen->multiply_panels(panels, count, rows, row_count, output);
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
