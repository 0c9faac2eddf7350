import Foundation

/// The way in which the terms of clusters are weighed; the heaviest terms describe a cluster.
public enum TermWeighting: Sendable, Equatable {
  /// Class-based TF-IDF (Grootendorst, 2022), BERTopic's: the share of a term in its cluster, times ln(1 + A / f) for a
  /// term that occurs f times, where A is the mean number of terms of a cluster, rounded down.
  ///
  /// With `bm25` the second factor is ln(1 + (A − f + 0.5) / (f + 0.5)), after BM25, which is negative for terms that
  /// occur more than A times. With `squareRoot` the first factor is the square root of the share. Both make terms
  /// that are common everywhere count less.
  case classTFIDF(bm25: Bool = false, squareRoot: Bool = false)
  /// TF-IDF with the clusters as documents, in scikit-learn's smooth form with rows of length 1.
  case tfidf
  /// The log-odds ratio of a term in its cluster against all others, over its standard error, with an informative
  /// Dirichlet prior (Monroe, Colaresi and Quinn, 2008).
  case logOdds
}

extension TermCounts {
  /// Returns the weight of each entry of ``rows``, in their order.
  ///
  /// The clusters of all three are those that hold an item, noise and clusters without any term among them. Sums are
  /// taken in the order of the terms, so that the same captions give the same bits.
  ///
  /// - Complexity: O(pairs that occur) time.
  public func weights(_ weighting: TermWeighting) -> [[Double]] {
    switch weighting {
    case .classTFIDF(let bm25, let squareRoot): classTFIDF(bm25: bm25, squareRoot: squareRoot)
    case .tfidf: tfidf()
    case .logOdds: logOdds()
    }
  }

  private func classTFIDF(bm25: Bool, squareRoot: Bool) -> [[Double]] {
    let mean = Double(total / max(clusterIDs.count, 1))
    let factors = termTotals.map { count in
      let count = Double(count)
      return bm25 ? log(1 + (mean - count + 0.5) / (count + 0.5)) : log(mean / count + 1)
    }
    return zip(rows, clusterTotals).map { row, size in
      row.map { entry in
        let share = Double(entry.count) / Double(size)
        return (squareRoot ? share.squareRoot() : share) * factors[entry.term]
      }
    }
  }

  /// The count times ln((1 + K) / (1 + clusters that have the term)) + 1 for K clusters; each row then has length 1.
  private func tfidf() -> [[Double]] {
    let factors = clusterFrequencies.map { log(Double(1 + clusterIDs.count) / Double(1 + $0)) + 1 }
    return rows.map { row in
      let weights = row.map { Double($0.count) * factors[$0.term] }
      let length = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return weights.map { $0 / length }
    }
  }

  /// The z-scores of the log-odds ratios of each cluster against all others together.
  ///
  /// The prior has as many terms as the average cluster, each in the share that it has in all clusters.
  private func logOdds() -> [[Double]] {
    // One term alone has no odds.
    guard terms.count > 1 else { return rows.map { $0.map { _ in 0 } } }
    let size = Double(total) / Double(clusterIDs.count)
    return zip(rows, clusterTotals).map { row, inside in
      row.map { entry in
        let prior = size * Double(termTotals[entry.term]) / Double(total)
        func odds(_ count: Int, of total: Int) -> Double {
          log((Double(count) + prior) / (Double(total - count) + (size - prior)))
        }
        let others = termTotals[entry.term] - entry.count
        let ratio = odds(entry.count, of: inside) - odds(others, of: total - inside)
        let variance = 1 / (Double(entry.count) + prior) + 1 / (Double(others) + prior)
        return ratio / variance.squareRoot()
      }
    }
  }
}
