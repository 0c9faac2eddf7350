/// Holm's correction of several tests.
package enum Holm {
  /// For each p-value the smallest level at which its hypothesis is rejected while the chance of any false rejection
  /// among all of them stays under that level. A value that is NaN is no test, and stays.
  ///
  /// Holm, "A simple sequentially rejective multiple test procedure", 1979.
  package static func adjusted(_ values: [Double]) -> [Double] {
    let order = values.indices.filter { !values[$0].isNaN }.sorted {
      (values[$0], $0) < (values[$1], $1)
    }
    var adjusted = values
    var largest = 0.0
    for (position, index) in order.enumerated() {
      largest = max(largest, min(Double(order.count - position) * values[index], 1))
      adjusted[index] = largest
    }
    return adjusted
  }
}
