import Core
import Foundation

/// The words that set the captions of each cluster apart from all others.
///
/// A word counts once a caption. Words are ranked by their log-odds ratio in the cluster against the rest, with a half
/// added to each count (Haldane, 1956; Anscombe, 1956), over the standard error that this has for a word as common in the
/// cluster as elsewhere, so that a rare word does not lead by chance. A word that half of all captions hold is typical of
/// none of them and is left out, whatever the language.
package struct TypicalWords {
  package struct Word: Equatable {
    package let text: String
    /// The number of the cluster's captions that hold it.
    package let count: Int
  }

  /// The most words of a cluster where no other number is asked for.
  package static let most = 12
  /// The standard errors from which a word counts as typical: one in forty would be so by chance.
  private static let threshold = 1.96
  /// A word that fewer captions of a cluster hold is not typical of it.
  private static let fewest = 2

  private var total: [String: Int] = [:]
  private var ofCluster: [[String: Int]]
  private var captionsOfCluster: [Int]
  private var captions = 0

  /// - Parameter captions: one an item; those of items without a cluster are left out.
  /// - Precondition: there are as many captions as items.
  package init(captions texts: [String], partition: Partition) {
    ofCluster = [[String: Int]](repeating: [:], count: partition.clusters)
    captionsOfCluster = [Int](repeating: 0, count: partition.clusters)
    for (text, label) in zip(texts, partition.labels) where label >= 0 {
      captions += 1
      captionsOfCluster[Int(label)] += 1
      for word in Set(Self.words(in: text)) {
        total[word, default: 0] += 1
        ofCluster[Int(label)][word, default: 0] += 1
      }
    }
  }

  /// The most typical words of a cluster, the first the most typical.
  package func words(of cluster: Int, most: Int) -> [Word] {
    let inside = captionsOfCluster[cluster]
    let outside = captions - inside
    let ranked = ofCluster[cluster].compactMap { text, count -> (word: Word, score: Double)? in
      let all = total[text] ?? count
      guard count >= Self.fewest, 2 * all <= captions else { return nil }
      let cells = [count, inside - count, all - count, outside - all + count].map { Double($0) + 0.5 }
      let ratio = log(cells[0] / cells[1]) - log(cells[2] / cells[3])
      let share = Double(all) / Double(captions)
      let error = ((1 / Double(inside) + 1 / Double(max(outside, 1))) / (share * (1 - share))).squareRoot()
      return ratio / error > Self.threshold ? (Word(text: text, count: count), ratio / error) : nil
    }
    return ranked.sorted { ($1.score, $0.word.text) < ($0.score, $1.word.text) }.prefix(most).map(\.word)
  }

  /// The most typical words of each cluster that has any, by its number.
  package func texts(most: Int = most) -> [Int: [String]] {
    let texts = ofCluster.indices.map { ($0, words(of: $0, most: most).map(\.text)) }
    return Dictionary(uniqueKeysWithValues: texts.filter { !$0.1.isEmpty })
  }

  /// The words of a text in lower case: letters, digits and the marks on them. A single letter is
  /// none, but a single sign of a script whose signs are words, such as Chinese, is.
  package static func words(in text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init).filter { word in
      word.count > 1 || word.unicodeScalars.allSatisfy { $0.value >= 0x2e80 }
    }
  }
}
