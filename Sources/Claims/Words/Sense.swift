/// The meaning of a word or a phrase, as far as a claim about a table needs it.
enum Sense: Sendable, Equatable {
  // The table
  case clusterer(String)
  case space(String)
  /// All spaces that fuse others, or all that are fused.
  case fused, parts
  /// `the better of its parts`: all of them, as what is compared with.
  case bestPart
  case score(String)
  case noun(Noun)
  case number(Numeral)
  /// A number word, such as `three`.
  case count(Int)

  // Comparisons
  /// `better`, `outperforms`; the second operand follows it at once where it is pivoted.
  case relation(Relation, isPivoted: Bool)
  /// `rises`, `raises`: a score that one thing has more of than another.
  case change(Relation)
  /// `doubles`: the ratio of the larger or smaller to the other.
  case factor(Factor)
  /// `ranges from … to …`
  case spans
  /// `times` behind a number.
  case times
  case superlative(Superlative)
  case equal(isExact: Bool)
  case differs
  /// `difference`, `gap`: a noun for how far two are apart.
  case distance
  /// `all others`: what is ahead of them is the best.
  case others
  /// `ranking`, `order`.
  case ranking
  /// `followed by`, `then`: the next of a ranking.
  case next

  // Agreement and tests
  case band(Band)
  case agreement
  case significant, insignificant
  /// `p` before a bound.
  case probability

  // Words beside them
  case degree(isSmall: Bool)
  case quantity(Quantity)
  case bound(Bound)
  case deviation
  case not, only, except, respectively, both, either, neither
  case replaces(isPassive: Bool), instead, switching, adding, reach

  // Joints
  case than, versus, from, to, by, and, or, comma, open, close, boundary, between, condition
  case preposition(Preposition)
  /// `performs`: what is said is said of scores.
  case performs
  case relative
  case filler
  /// A word that no claim about the table needs: the sentence is not understood.
  case unknown
}

/// The things of a table that a noun counts.
enum Noun: Sendable { case clusterers, spaces, scores, methods, cases }

enum Preposition: Sendable {
  /// `with`, `under`, `for`: a clusterer or another setting follows.
  case with
  /// `on`, `of`, `in`: a space or the whole follows.
  case on
}

/// A direction between two values.
struct Relation: Sendable, Equatable {
  var isUp: Bool
  /// True for `better`, false for `larger`: they differ for scores that are better when smaller.
  var isQuality: Bool
}

struct Superlative: Sendable, Equatable {
  /// 1 for the best, 2 for the second best.
  var rank = 1
  var fromBelow = false
  var isQuality = true
  /// True for `peaks`: the best of its own cases, not ahead of others.
  var isOwn = false
}

/// A multiple that words state, with the ratios that bear it.
enum Factor: Sendable, Equatable {
  case twice, nearlyTwice, moreThanTwice, oneAndAHalf, half, thrice
  /// `1.5 times`
  case times(Numeral)
}

enum Quantity: Sendable, Equatable {
  case all, most, some, none, half, notAll
  case exactly(Int), atLeast(Int), atMost(Int), allBut(Int)
}

enum Bound: Sendable { case above, below, atLeast, atMost, about }

/// Landis and Koch's bands of agreement (1977).
enum Band: String, Sendable, CaseIterable {
  case poor, slight, fair, moderate, substantial, almostPerfect

  /// The band of a kappa, at two digits.
  init(of kappa: Double) {
    let hundredths = (kappa * 100).rounded()
    self =
      switch hundredths {
      case ..<0: .poor
      case ...20: .slight
      case ...40: .fair
      case ...60: .moderate
      case ...80: .substantial
      default: .almostPerfect
      }
  }

  /// The name in a sentence.
  var text: String { self == .almostPerfect ? "almost perfect" : rawValue }
  /// The limits in a sentence.
  var limits: String {
    switch self {
    case .poor: "below 0"
    case .slight: "0 to .20"
    case .fair: ".21 to .40"
    case .moderate: ".41 to .60"
    case .substantial: ".61 to .80"
    case .almostPerfect: ".81 to 1"
    }
  }
}
