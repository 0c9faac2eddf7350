/// A claim that a clause makes about a table.
enum Claim: Sendable, Equatable {
  case comparison(Comparison)
  case extreme(Extreme)
  case number(NumberClaim)
  case agreement(AgreementClaim)
  case ranking(Ranking)
  /// Two ways to read the clause, which is judged only where both lead to one verdict.
  case either([Claim])
}

/// The clusterers, spaces and scores that a claim is about; nil where it is not restricted.
struct Setting: Sendable, Equatable {
  var clusterers: Mention?
  var spaces: Mention?
  var scores: [String]?
  var scopes: [Scope] = []
  /// What the claim excepts: it holds elsewhere, and not there.
  var exceptions: Mention?
  /// The restriction in which alone the claim holds.
  var exclusive: Mention?
}

/// `first` compared with `second`, in each case of the setting.
struct Comparison: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case direction(Relation)
    case factor(Factor)
    case equal(isExact: Bool)
    case differs
  }

  var kind: Kind
  var first: Mention
  var second: Mention
  var setting: Setting
  var isNegated = false
  var isSignificant = false
  /// A word of degree, which is judged apart.
  var degree: Degree?
  /// How far apart the two are, as the text has it.
  var differences: [BoundedNumber] = []
  var probability: BoundedNumber?

  struct Degree: Sendable, Equatable {
    let word: String
    let isSmall: Bool
  }
}

struct BoundedNumber: Sendable, Equatable {
  var number: Numeral
  /// Nil for the number itself.
  var bound: Bound?
}

/// `subject` is the best of the candidates, in each case of the setting.
struct Extreme: Sendable, Equatable {
  var subject: Mention
  /// The methods that it is compared with; nil for all of its kind.
  var candidates: Mention?
  var rank: Superlative
  var setting: Setting
  var isNegated = false
  var isSignificant = false
}

/// A number of some cells.
struct NumberClaim: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// Each cell has the number.
    case each
    /// The smallest or the largest value of the cells.
    case smallest, largest
  }

  var kind = Kind.each
  var mention: Mention
  var number: BoundedNumber
  var scores: [String]?
  var quantity = Quantity.all
  /// True for the deviation over seeds rather than the mean.
  var isDeviation = false
}

/// Words of agreement for some cells, or for a number.
struct AgreementClaim: Sendable, Equatable {
  var mention: Mention?
  var number: Numeral?
  var bands: ClosedRange<Int>
  var quantity = Quantity.all
  var isNegated = false
}

/// Methods from the best to the worst.
struct Ranking: Sendable, Equatable {
  var order: [Mention]
  var setting: Setting
}
