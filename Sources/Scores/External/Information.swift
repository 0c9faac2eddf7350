import Foundation

/// The mean of the two entropies that a mutual information is divided by.
public enum EntropyMean: String, Sendable, CaseIterable {
  /// Half of the sum, the usual one.
  case arithmetic
  /// The square root of the product.
  case geometric
  /// The smaller one.
  case min
  /// The larger one.
  case max

  func callAsFunction(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .arithmetic: (left + right) / 2
    case .geometric: (left * right).squareRoot()
    case .min: Swift.min(left, right)
    case .max: Swift.max(left, right)
    }
  }

  /// The suffix that the mean adds to a score's name: nothing for the usual one.
  var nameSuffix: String { self == .arithmetic ? "" : "-\(rawValue)" }
  var titleSuffix: String { self == .arithmetic ? "" : " (\(rawValue))" }
}

extension ContingencyTable {
  /// The entropy of the classes, in nats.
  var classEntropy: Double { entropy(classTotals) }

  /// The entropy of the clusters, in nats.
  var clusterEntropy: Double { entropy(clusterTotals) }

  private func entropy(_ totals: [Int]) -> Double {
    let total = Double(total)
    var sum = 0.0
    for count in totals where count > 0 {
      let share = Double(count) / total
      sum -= share * log(share)
    }
    return max(sum, 0)
  }

  /// The mutual information of classes and clusters, in nats; exactly 0 for a table that is the product of its margins.
  var mutualInformation: Double {
    let total = Double(total)
    var sum = 0.0
    for cell in cells {
      let count = Double(cell.count)
      let independent = Double(classTotals[cell.classID]) * Double(clusterTotals[cell.column])
      sum += count / total * log(count * total / independent)
    }
    return max(sum, 0)
  }
}
