import COpenBLAS
import Core

/// The calls into OpenBLAS and LAPACK: products in `Float`, factorisations in `Double`.
///
/// Every call runs on the calling thread alone; parallelism comes from calling from several chunks at once.
package enum LinearAlgebra {
  /// The processor for which OpenBLAS's kernels are made. On x86-64 it is `Haswell` whatever the machine, unless
  /// `OPENBLAS_CORETYPE` asks for others, so that all machines get the same bits.
  package static var kernels: String { String(cString: openblas_get_corename()) }

  /// Makes OpenBLAS single-threaded, once, and lets it take its buffer. Two threads that share one product would sum in
  /// another order; a buffer that is taken later may find no room.
  private static let singleThreaded: Void = {
    guard Memory.holdsBuffer else { Memory.end(MemoryError(needed: Memory.bytesOfBuffer)) }
    openblas_set_num_threads(1)
    // Small products get by without the buffer; a factorization never does.
    var (entry, order, info) = (1.0, Int32(1), Int32(0))
    dpotrf_("U", &order, &entry, &order, &info)
  }()

  /// Prepares OpenBLAS. To be called before any other call into it.
  package static func prepare() { _ = singleThreaded }

  /// `output = scale · left · rightᵀ + keep · output`: `left` is m × d, `right` n × d, `output` m × n with rows
  /// `stride` apart.
  package static func product(
    _ left: RowBlock, transposed right: RowBlock, scale: Float = 1, keep: Float = 0,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    precondition(left.columns == right.columns && stride >= right.rows)
    guard left.rows > 0, right.rows > 0 else { return }
    prepare()
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(left.rows), Int32(right.rows), Int32(left.columns),
      scale, left.base, Int32(left.columns), right.base, Int32(right.columns), keep, output, Int32(stride))
  }

  /// Writes left · rightᵀ over `output`, in `Double`: `left` is m × d, `right` n × d, `output` m × n.
  package static func product(
    _ left: UnsafePointer<Double>, rows m: Int, transposed right: UnsafePointer<Double>, rows n: Int, columns d: Int,
    into output: UnsafeMutablePointer<Double>
  ) {
    guard m > 0, n > 0 else { return }
    prepare()
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(m), Int32(n), Int32(d), 1, left, Int32(max(d, 1)), right,
      Int32(max(d, 1)), 0, output, Int32(n))
  }

  /// Solves L·y = x for every row x, in place: `lower` is L, order × order, row-major with zeros above the diagonal.
  package static func solve(
    _ base: UnsafeMutablePointer<Double>, rows: Int, byLower lower: [Double], order: Int
  ) {
    precondition(lower.count == order * order)
    guard rows > 0, order > 0 else { return }
    prepare()
    cblas_dtrsm(
      CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, Int32(rows), Int32(order), 1, lower,
      Int32(order), base, Int32(order))
  }

  /// The lower Cholesky factor L of a symmetric matrix A = L·Lᵀ, row-major with zeros above the diagonal; nil when A
  /// is not positive definite.
  package static func cholesky(_ matrix: [Double], order n: Int) -> [Double]? {
    precondition(matrix.count == n * n)
    prepare()
    var factor = matrix
    var order = Int32(n)
    var info: Int32 = 0
    // Column-major "U" leaves Uᵀ·U with U upper, which read row-major is L.
    dpotrf_("U", &order, &factor, &order, &info)
    guard info == 0 else { return nil }
    for row in 0..<n {
      for column in row + 1..<max(n, row + 1) { factor[row * n + column] = 0 }
    }
    return factor.allSatisfy(\.isFinite) ? factor : nil
  }

  /// The inverse of a lower triangular matrix (row-major, zeros above the diagonal); nil when it is singular.
  package static func inverse(lower triangle: [Double], order n: Int) -> [Double]? {
    precondition(triangle.count == n * n)
    prepare()
    var result = triangle
    var order = Int32(n)
    var info: Int32 = 0
    dtrtri_("U", "N", &order, &result, &order, &info)
    return info == 0 ? result : nil
  }

  /// The orthogonal factor U·Vᵀ of a square matrix, from its singular value decomposition; nil when LAPACK did not
  /// converge. It is the rotation (or reflection) nearest to the matrix.
  package static func nearestOrthogonal(_ matrix: [Double], order n: Int) -> [Double]? {
    precondition(matrix.count == n * n)
    prepare()
    var a = matrix
    var order = Int32(n)
    var singular = [Double](repeating: 0, count: n)
    var left = [Double](repeating: 0, count: n * n)
    var right = [Double](repeating: 0, count: n * n)
    var integers = [Int32](repeating: 0, count: 8 * n)
    var info: Int32 = 0
    var work = [0.0]
    var workSize = Int32(-1)
    dgesdd_(
      "A", &order, &order, &a, &order, &singular, &left, &order, &right, &order, &work, &workSize, &integers, &info)
    workSize = Int32(work[0])
    work = [Double](repeating: 0, count: Int(workSize))
    dgesdd_(
      "A", &order, &order, &a, &order, &singular, &left, &order, &right, &order, &work, &workSize, &integers, &info)
    guard info == 0 else { return nil }
    // Column-major A of LAPACK is our Aᵀ; (Aᵀ)'s U·Vᵀ read column-major is A's U·Vᵀ read row-major.
    var product = [Double](repeating: 0, count: n * n)
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, order, order, order, 1, left, order, right, order, 0, &product, order)
    return product
  }

  /// The core that OpenBLAS chose its kernels for, such as `SkylakeX`; kept with every run.
  package static var coreName: String { String(cString: openblas_get_corename()) }
}

/// Returns the number of threads that OpenBLAS starts when it is loaded: it calls this function of its own, which ours
/// takes the place of.
///
/// Otherwise it starts one for each core, before anything else can be said, and they spin for a while waiting for work
/// that never comes: 1 ms of each start of the command on two cores, and more on more. Where a platform binds the name
/// elsewhere, ``LinearAlgebra/singleThreaded`` still holds.
@_cdecl("openblas_num_threads_env")
package func threadsOfOpenBLAS() -> Int32 { 1 }

extension LinearAlgebra {
  /// Writes the upper triangle of rowsᵀ · rows (columns × columns, row-major) over `output`, in `Double`.
  static func gram(
    _ base: UnsafePointer<Double>, rows: Int, columns: Int, into output: UnsafeMutablePointer<Double>
  ) {
    prepare()
    cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, Int32(columns), Int32(rows), 1, base, Int32(columns), 0, output,
      Int32(columns))
  }
}
