import Datasets
import Matrices

/// The way from the tokens of an item to one row.
public enum TokenPooling: String, Sendable, CaseIterable {
  /// The first token, which many text and vision models train as the summary; with a mask the first that counts.
  case cls
  /// The mean over the tokens, summed in `Double`.
  case mean
  /// The largest entry of each column; NaN when there is one.
  case max
}

extension TokenPooling {
  /// Pools an items × tokens × columns array while it is read, one token a thread in memory.
  ///
  /// - Parameters:
  ///   - array: three dimensions, none of them 0.
  ///   - mask: items × tokens, 0 where a token does not count; every row has one that does.
  /// - Complexity: O(items · tokens · columns) for each time that the numbers are read.
  func pool(_ array: StoredArray, mask: Matrix?) -> ExactValues {
    let (items, tokens, columns) = (array.shape[0], array.shape[1], array.shape[2])
    return ExactValues(rows: items, columns: columns) { range, target in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: columns) { token in
        guard let token = token.baseAddress else { return }
        for item in range {
          let counting = (0..<tokens).lazy.filter { token in
            mask.map { $0[item, token] != 0 } ?? true
          }
          let row = target + (item - range.lowerBound) * columns
          switch self {
          case .cls: array.readToken(counting.first ?? 0, of: item, into: row)
          case .mean: array.writeMean(of: counting, of: item, into: row, token: token)
          case .max: array.writeMaximum(of: counting, of: item, into: row, token: token)
          }
        }
      }
    }
  }
}

extension StoredArray {
  /// Writes the mean of some tokens into `row`; `token` is room for one row.
  fileprivate func writeMean(
    of tokens: some Sequence<Int>, of item: Int, into row: UnsafeMutablePointer<Double>,
    token: UnsafeMutablePointer<Double>
  ) {
    let columns = shape[2]
    row.update(repeating: 0, count: columns)
    var count = 0
    for position in tokens {
      readToken(position, of: item, into: token)
      for column in 0..<columns { row[column] += token[column] }
      count += 1
    }
    for column in 0..<columns { row[column] /= Double(count) }
  }

  /// Writes the largest entries of some tokens into `row`; `token` is room for one row.
  fileprivate func writeMaximum(
    of tokens: some Sequence<Int>, of item: Int, into row: UnsafeMutablePointer<Double>,
    token: UnsafeMutablePointer<Double>
  ) {
    let columns = shape[2]
    var isFirst = true
    for position in tokens {
      readToken(position, of: item, into: isFirst ? row : token)
      if !isFirst {
        for column in 0..<columns {
          let value = token[column]
          row[column] = value > row[column] || value.isNaN ? value : row[column]
        }
      }
      isFirst = false
    }
  }
}
