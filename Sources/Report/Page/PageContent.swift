/// The content of the template, by the names that it uses. Text is escaped by the engine; what ends in `JSON`, `Base64`
/// or `URI`, the style and the script are put in as they are.
struct PageContent {
  struct Fact {
    let name: String
    let value: String
  }

  struct Table {
    struct Heading {
      let name: String
      /// The meaning of the score; nil where it has none.
      let gloss: String?
      /// The rule by which clusters get the classes that the score counts as right, such as `majority vote`; nil for other scores.
      let assignment: String?
      /// True where the smallest value is the best.
      let lowerIsBetter: Bool
      /// The order that sorts the column best first: `ascending` or `descending`.
      let order: String
    }

    struct Cell {
      let mean: String
      /// `± .012`; nil for a single seed.
      let deviation: String?
      /// The mean at full precision, by which the column is sorted; nil when there is none.
      let value: String?
      let isBest: Bool
      let interval: String?
      /// True where it is not distinguishable from the best.
      let mark: String?
    }

    struct Row {
      let clusterer: String
      let space: String
      let beginsGroup: Bool
      let cells: [Cell]
    }

    /// A label set above the columns of its scores.
    struct Group {
      let title: String
      /// The number of the columns.
      let columns: String
    }

    let headings: [Heading]
    let groups: [Group]
    /// True where there are several label sets.
    let hasGroups: Bool
    let rows: [Row]
    let caption: String
    let terms: [Fact]
    let hasTerms: Bool
  }

  /// The first score of each method as bars, on a scale that holds zero and all intervals.
  struct Chart {
    /// A bar in percent of the scale.
    struct Bar {
      struct Interval {
        let start: String
        let length: String
        let text: String
      }

      let name: String
      let isBest: Bool
      let mean: String
      let deviation: String?
      let start: String
      let length: String
      let point: String
      let interval: Interval?
    }

    struct Group {
      /// The space; nil where the bars have its name.
      let space: String?
      let bars: [Bar]
    }

    let title: String
    let note: String
    let groups: [Group]
  }

  /// A number with its reading, and the part of the page that shows more.
  struct Glance {
    let value: String
    let unit: String
    let gloss: String
  }

  /// The answer of the run; what the run has, where it has no answer.
  struct Verdict {
    let sentence: String
    let doubt: String?
    let numbers: [String]
    let hasNumbers: Bool
  }

  struct Finding {
    let text: String
    let numbers: [String]
  }

  /// A table of texts and numbers.
  struct Statistics {
    struct Cell {
      let text: String
      let isNumber: Bool
    }

    struct Row {
      let cells: [Cell]
    }

    let title: String
    let note: String
    let header: [Cell]
    let rows: [Row]
  }

  struct Explorer {
    struct Blob {
      let id: String
      let base64: String
    }

    let indexJSON: String
    let captionsJSON: String?
    let idsJSON: String?
    let blobs: [Blob]
    let hasSeveralSpaces: Bool
    /// The notes on what is left out, and on the maps.
    let notes: [String]
  }

  struct FigureGroup {
    struct Item {
      let name: String
      let title: String
      let lightURI: String
      /// The same on a dark page; nil where the light one serves both.
      let darkURI: String?
      let fileName: String
    }

    let title: String
    let items: [Item]
  }

  let title: String
  /// The counts of the run: items, spaces, clusterers, seeds.
  let summary: [String]
  let facts: [Fact]
  let verdict: Verdict
  let chart: Chart?
  let glances: [Glance]
  /// True where the first screen has maps.
  let hasMaps: Bool
  /// True where these are two.
  let hasTwoMaps: Bool
  let findings: [Finding]
  let more: [Finding]
  let hasMore: Bool
  /// The classes that gain and lose by fusion.
  let classes: Statistics?
  let hasFindings: Bool
  let notes: [String]
  let hasNotes: Bool
  let table: Table
  /// The terms that the page explains where they stand, as JSON.
  let termsJSON: String
  let statistics: [Statistics]
  let hasStatistics: Bool
  let explorer: Explorer?
  /// The reason why there is no explorer.
  let noExplorer: String?
  /// The figures of single clusters.
  let clusters: [FigureGroup]
  let hasClusters: Bool
  /// All others.
  let figures: [FigureGroup]
  let hasFigures: Bool
  let noFigures: [String]
  let inputs: [Fact]
  let hasInputs: Bool
  let experimentJSON: String
  let style: String
  let script: String
}
