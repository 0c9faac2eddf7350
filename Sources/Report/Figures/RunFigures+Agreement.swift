import Core
import Figures
import Results

/// The agreement of each two seeds of a method.
extension RunFigures {
  func agreementFigures() throws -> [Named] {
    let rows = try SeedAgreement(of: stored).clusterers.map { clusterer in
      AgreementChart.Row(
        title: clusterer.name,
        panels: clusterer.methods.map { method in
          AgreementChart.Panel(title: method.space, names: method.seeds.map(String.init), values: method.values)
        })
    }
    guard !rows.isEmpty else { return [] }
    let (count, most) = (stored.plan.seeds.count, SeedAgreement.mostSeeds)
    let seeds = count > most ? "the first \(most) of \(count) seeds" : "\(count) seeds"
    return [
      Named(
        name: "agreement",
        figure: Figure(
          AgreementChart(measure: "adjusted Rand index", rows: rows), title: title("agreement between seeds"),
          subtitle: "agreement of the clusters of each two of \(seeds): 1 identical, 0 chance level"))
    ]
  }
}
