/// A structure of the rows of a matrix beside their coordinates, such as a graph or partitions of them.
///
/// A method that takes the structure reads it from ``Matrix/structure``. Rows that are selected keep it; everything else that
/// is made of the rows has none.
package protocol RowStructure: Sendable {
  /// Returns the structure of the rows at `indices`, in that order.
  func selecting(rows indices: [Int]) -> any RowStructure
}
