import COpenBLAS

extension LinearAlgebra {
  /// The singular value decomposition of a matrix, the largest singular value first.
  ///
  /// - Parameter matrix: rows × columns, row-major, with at least one entry.
  /// - Returns: as many values as the smaller of both numbers, and as many left vectors (of `rows` entries) and right ones
  ///   (of `columns`), one a row; nil when an entry is not finite or LAPACK does not converge.
  /// - Complexity: O(rows · columns · min(rows, columns)).
  package static func singularValues(
    _ matrix: [Double], rows: Int, columns: Int
  ) -> (values: [Double], left: [Double], right: [Double])? {
    precondition(matrix.count == rows * columns && rows > 0 && columns > 0)
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    prepare()
    // Row-major rows × columns is column-major columns × rows, whose left vectors are our right ones.
    var (a, height, width) = (matrix, Int32(columns), Int32(rows))
    let count = min(rows, columns)
    var order = Int32(count)
    var values = [Double](repeating: 0, count: count)
    var right = [Double](repeating: 0, count: columns * count)
    var turned = [Double](repeating: 0, count: count * rows)
    var integers = [Int32](repeating: 0, count: 8 * count)
    var (info, work, size) = (Int32(0), [0.0], Int32(-1))
    for _ in 0..<2 {
      dgesdd_(
        "S", &height, &width, &a, &height, &values, &right, &height, &turned, &order, &work, &size, &integers, &info)
      guard info == 0, size < 0 else { break }
      size = Int32(work[0])
      work = [Double](repeating: 0, count: Int(size))
    }
    guard info == 0 else { return nil }
    let left = (0..<count).flatMap { index in (0..<rows).map { turned[$0 * count + index] } }
    return (values, left, right)
  }
}
