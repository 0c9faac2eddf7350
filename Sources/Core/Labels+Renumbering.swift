/// The same partition with its clusters numbered in the order in which they first appear; noise and rows
/// that were left out keep their codes.
///
/// Two labelings group the items alike exactly when this is the same for both.
package func renumbered(_ labels: [Int32]) -> [Int32] {
  var numbers: [Int32: Int32] = [:]
  return labels.map { label in
    guard label >= 0 else { return max(label, Partition.leftOut) }
    if let number = numbers[label] { return number }
    let number = Int32(numbers.count)
    numbers[label] = number
    return number
  }
}
