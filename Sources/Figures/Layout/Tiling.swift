/// Boxes of one size in lines, from left to right.
package struct Tiling {
  package let columns: Int
  /// The distances from the corner of a box to those of its neighbors.
  package let pitch: (x: Double, y: Double)

  package init(columns: Int, pitch: (x: Double, y: Double)) { (self.columns, self.pitch) = (columns, pitch) }

  /// Returns the upper left corner of a box by its position.
  package func corner(_ index: Int, from origin: Point) -> Point {
    Point(origin.x + Double(index % columns) * pitch.x, origin.y + Double(index / columns) * pitch.y)
  }

  /// Returns the number of lines that boxes take.
  package static func lines(of count: Int, columns: Int) -> Int { (count + columns - 1) / columns }

  /// Returns the fewest columns that need no more lines than `columns` do: lines of even lengths.
  package static func balanced(_ count: Int, columns: Int) -> Int {
    lines(of: count, columns: lines(of: count, columns: columns))
  }

  /// Returns the width of each of some columns with gaps between them.
  package static func width(_ columns: Int, in room: Double, gap: Double) -> Double {
    (room - Double(columns - 1) * gap) / Double(columns)
  }
}
