//! The settings that all searches share.

/// `$search` has `search: Search`, `fit_subject(&self, &Subject)` and `settings(&self)`.
macro_rules! builder {
    ($search:ident) => {
        impl $search {
            /// A number of folds (stratified for classifiers) or any cross-validator. Default 5.
            #[must_use]
            pub fn cv(mut self, cv: impl Into<$crate::model_selection::Cv>) -> Self {
                self.search.plan.cv = cv.into();
                self
            }

            /// A metric to judge by: a [`Scoring`](crate::metrics::Scoring) or its name, `"f1_macro"`. Called
            /// several times, all are told and the first decides. Default: accuracy for classifiers, R²
            /// for regressors.
            #[must_use]
            pub fn scoring(mut self, scoring: impl $crate::metrics::AsScoring) -> Self {
                self.search.plan.scorers.push(&scoring, &mut self.search.problem);
                self
            }

            /// The metric that decides which candidate is best, if it is not the first.
            #[must_use]
            pub fn refit(mut self, metric: &str) -> Self {
                self.search.refit = Some(metric.to_owned());
                self
            }

            /// Whether candidates are judged on their own training rows too. Default `false`.
            #[must_use]
            pub fn return_train_score(mut self, return_train_score: bool) -> Self {
                self.search.plan.return_train_score = return_train_score;
                self
            }

            /// The group of every row, for cross-validators that keep groups together.
            ///
            /// # Errors
            /// What [`AsClasses`](crate::model_selection::AsClasses) says.
            pub fn groups(
                mut self,
                groups: impl $crate::model_selection::AsClasses,
            ) -> $crate::error::Result<Self> {
                self.search.plan.groups = Some(groups.classes()?);
                Ok(self)
            }

            /// Tries all candidates by cross-validation, and fits the best one on all of the data: a
            /// [`Dataset`](crate::dataset::Dataset), `(&x, &y)`, `(&df, "target")`.
            ///
            /// A candidate that cannot be fitted has NaN for its scores and its error in the results.
            ///
            /// # Errors
            /// [`Error::ParameterNotFound`](crate::Error::ParameterNotFound) with the nearest name,
            /// [`Error::ParameterValue`](crate::Error::ParameterValue) for a value that a parameter
            /// cannot have, [`Error::Search`](crate::Error::Search) if no candidate could be fitted,
            /// [`Error::Interrupted`](crate::Error::Interrupted).
            pub fn fit(
                &self,
                data: impl $crate::dataset::AsTraining,
            ) -> $crate::error::Result<$crate::model_selection::FittedSearch> {
                self.fit_subject(&$crate::model_selection::evaluation::Subject::of(
                    &self.search.model,
                    &data,
                )?)
            }
        }

        impl $crate::model::Summarize for $search {
            fn summary(&self) -> $crate::model::Summary {
                let mut settings = vec![("model".to_owned(), self.search.model.name().to_owned())];
                settings.extend(self.settings());
                settings.push(("cv".to_owned(), self.search.plan.cv.to_string()));
                $crate::model::unfitted_summary(stringify!($search), settings)
            }
        }

        impl $crate::runtime::RichDisplay for $search {
            fn rich_display(&self) -> $crate::runtime::MimeBundle {
                $crate::model::Summarize::summary(self).rich_display()
            }
        }

        $crate::model_selection::search::search_roles!($search);
    };
}
pub(crate) use builder;
