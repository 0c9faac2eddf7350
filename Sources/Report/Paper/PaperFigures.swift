import Core
import Figures
import Foundation
import Results

/// The figures of a paper: each as wide as a column or as the page, none higher than a page, with its caption.
struct PaperFigures {
  /// A figure with the name of its file, without ending, and its caption.
  private struct Captioned {
    let name: String
    let figure: Figure
    let caption: String

    /// The figure where it is used.
    func latex(_ columns: Int) -> String {
      let environment = columns == 2 && figure.size.width > FigureSize.column.width ? "figure*" : "figure"
      return """
        \\begin{\(environment)}[htbp]
        \\centering
        \\includegraphics[width=\\linewidth,height=.7\\textheight,keepaspectratio]{figures/\(name).pdf}
        \\caption{\(PaperReport.latex(caption))}
        \\label{fig:\(name)}
        \\end{\(environment)}

        """
    }
  }

  /// The height above which a figure of a column becomes one of the page, and the greatest height, in millimetres.
  private static let (columnHeight, tallest) = (110.0, 190.0)

  private let figures: [Captioned]
  private let columns: Int
  let notices: [Notice]

  /// - Throws: `FigureError` and `ResultsError`.
  init(of stored: StoredRun, columns: Int) throws {
    self.columns = columns
    let groups = try RunFigures(of: stored).groups(FigureKind.asked(of: stored.record))
    var (figures, notices, taken): ([Captioned], [Notice], Set<String>) = ([], [], [])
    for named in groups.flatMap(\.figures) {
      let caption = Self.caption(of: named, stored)
      let pages = try Self.sized(named.figure, columns).pages(tallest: Self.tallest)
      for (index, page) in pages.map(Self.lowered).enumerated() {
        let part = pages.count > 1 ? " Part \(index + 1) of \(pages.count)." : ""
        var name = PaperReport.fileName(named.name) + (pages.count > 1 ? "-\(index + 1)" : "")
        while !taken.insert(name).inserted { name += "x" }
        figures.append(Captioned(name: name, figure: page, caption: caption + part))
        notices += page.notices
      }
    }
    (self.figures, self.notices) = (figures, notices)
  }

  /// Writes the figures and `captions.tex` into the folder `figures/` of another one.
  ///
  /// - Returns: the paths.
  func write(into folder: RunFolder) throws -> [String] {
    let target = RunFolder(path: folder.path(of: "figures"))
    try target.make()
    for figure in figures { try target.write(Data(figure.figure.data(format: .pdf)), to: figure.name + ".pdf") }
    try target.write(latex, to: "captions.tex")
    return (figures.map { $0.name + ".pdf" } + ["captions.tex"]).map(target.path)
  }

  /// The figures with their captions; TeX holds few floats back, so that pages are filled after some.
  var latex: String {
    figures.enumerated().map { $1.latex(columns) + ($0 % 6 == 5 ? "\\clearpage\n" : "") }.joined(separator: "\n")
  }

  /// The figure without title, as wide as a column where it is not too high there.
  private static func sized(_ figure: Figure, _ columns: Int) -> Figure {
    var figure = figure.untitled
    guard columns == 2 else {
      figure.size = FigureSize(width: 120)
      return figure
    }
    figure.size = .column
    if figure.height > columnHeight { figure.size = .page }
    return figure
  }

  /// The figure itself, or one that is too high with its chart in the height of a page.
  private static func lowered(_ figure: Figure) -> Figure {
    guard figure.height > tallest else { return figure }
    var lowered = figure
    lowered.size = FigureSize(width: figure.size.width, height: tallest)
    return lowered
  }

  /// The title, the subtitle and the note as sentences, with the numbers of the run.
  private static func caption(of named: RunFigures.Named, _ stored: StoredRun) -> String {
    let figure = named.figure
    let items = "\(counted(stored.itemCount, "item")) of \(stored.record.name)"
    let best = named.name == "scores" ? bestMean(stored) : ""
    let title =
      figure.title.hasPrefix("\(stored.record.name): ")
      ? String(figure.title.dropFirst(stored.record.name.count + 2)) : figure.title
    return [title, figure.subtitle, figure.note, items, best].filter { !$0.isEmpty }.map { text in
      let sentence = text.prefix(1).uppercased() + text.dropFirst()
      return sentence.hasSuffix(".") ? sentence : sentence + "."
    }.joined(separator: " ")
  }

  /// The best mean of the first score, such as `Best kappa: kmeans on text, .594 ± .012`.
  private static func bestMean(_ stored: StoredRun) -> String {
    let table = SummaryTable(of: stored.run)
    guard let score = table.scores.first, let row = table.rows.first(where: { $0.cells[0]?.isBest ?? false }),
      let cell = row.cells[0]
    else { return "" }
    return "Best \(score): \(row.clusterer) on \(row.space), \(cell.text(NumberStyle()))"
  }
}
